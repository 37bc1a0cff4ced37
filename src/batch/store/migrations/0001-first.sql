-- Names, paths and messages are clipped by whoever writes them, so that every index row fits; what must be whole is in the result's blob.
-- `key` columns are digests of what makes a row one of its kind, which may be longer than an index takes.

create table reprove.releases (
  id bigint generated always as identity primary key,
  key text not null unique,
  ecosystem text not null,
  name text not null,
  version text not null,
  integrity text not null,
  published_at timestamptz,
  publisher text
);
create index releases_name on reprove.releases (name, version);
create index releases_integrity on reprove.releases (integrity);

create table reprove.sources (
  id bigint generated always as identity primary key,
  key text not null unique,
  repository text not null,
  commit text not null,
  directory text not null,
  commit_time timestamptz
);

create table reprove.plans (
  digest text primary key,
  ecosystem text not null,
  summary text not null,
  tools text not null
);

create table reprove.results (
  id bigint generated always as identity primary key,
  key text not null,
  outcome text not null,
  release_id bigint not null references reprove.releases (id),
  source_id bigint references reprove.sources (id),
  plan_digest text,
  rules text not null,
  reprove text not null,
  reusable boolean not null,
  verdict text not null check (verdict in ('reproduced', 'inert', 'differs', 'suspicious', 'inconclusive')),
  level text,
  summary text not null,
  stage text,
  reason text,
  evidence text not null,
  ref text,
  provenance text not null check (provenance in ('none', 'verified', 'refused', 'unchecked')),
  provenance_commit text,
  entries integer not null,
  unexplained_entries integer not null,
  acting_entries integer not null,
  seconds double precision not null,
  verified_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  worker text,
  blob text not null,
  blob_bytes bigint not null,
  unique (key, outcome)
);
create index results_release on reprove.results (release_id, verified_at);
create index results_blob on reprove.results (blob);

create table reprove.result_plans (
  result_id bigint not null references reprove.results (id) on delete cascade,
  position integer not null,
  digest text not null references reprove.plans (digest),
  outcome text not null,
  failure text,
  seconds double precision not null,
  primary key (result_id, position)
);

create table reprove.findings (
  result_id bigint not null references reprove.results (id) on delete cascade,
  position integer not null,
  signal text not null,
  severity text not null check (severity in ('info', 'low', 'medium', 'high')),
  title text not null,
  path text,
  line integer,
  message text not null,
  fingerprint text not null,
  new boolean,
  primary key (result_id, position)
);
create index findings_signal on reprove.findings (signal, severity);

create table reprove.unexplained (
  result_id bigint not null references reprove.results (id) on delete cascade,
  position integer not null,
  path text not null,
  phantom boolean not null,
  can_act boolean not null,
  why text not null,
  new boolean,
  primary key (result_id, position)
);

create table reprove.materials (
  id bigint generated always as identity primary key,
  key text not null unique,
  name text not null,
  version text not null,
  integrity text not null
);
create index materials_name on reprove.materials (name);

create table reprove.result_materials (
  result_id bigint not null references reprove.results (id) on delete cascade,
  material_id bigint not null references reprove.materials (id),
  primary key (result_id, material_id)
);
create index result_materials_material on reprove.result_materials (material_id);

create table reprove.attestations (
  result_id bigint not null references reprove.results (id) on delete cascade,
  position integer not null,
  kind text not null,
  predicate_type text,
  status text not null,
  reason text,
  issuer text,
  signer text,
  repository text,
  commit text,
  primary key (result_id, position)
);

create table reprove.tag_observations (
  key text primary key,
  repository text not null,
  tag text not null,
  commit text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index tag_observations_tag on reprove.tag_observations (repository, tag);

create table reprove.runs (
  id bigint generated always as identity primary key,
  key text not null unique,
  inputs text not null,
  rules text not null,
  reprove text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  exit_code integer
);
create index runs_started on reprove.runs (started_at);

create table reprove.run_dependencies (
  run_id bigint not null references reprove.runs (id) on delete cascade,
  position integer not null,
  kind text not null,
  name text not null,
  version text,
  integrity text,
  alias text,
  reference text,
  reason text,
  direct boolean not null,
  production boolean not null,
  origin text not null,
  state text not null check (state in ('waiting', 'verified', 'failed', 'not-verified')),
  result_id bigint references reprove.results (id),
  reused boolean not null default false,
  error_code text,
  error_message text,
  settled_at timestamptz,
  primary key (run_id, position)
);
create index run_dependencies_waiting on reprove.run_dependencies (name, version) where state = 'waiting';
create index run_dependencies_state on reprove.run_dependencies (run_id, state);
create index run_dependencies_result on reprove.run_dependencies (result_id);
