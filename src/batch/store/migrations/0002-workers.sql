-- Who works, and on what: a worker that is not heard of any more has its jobs taken from it.
create table reprove.workers (
  name text primary key,
  host text not null,
  pid integer not null,
  reprove text not null,
  concurrency integer not null,
  large boolean not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  stopped_at timestamptz
);

create table reprove.job_leases (
  job_id uuid primary key,
  queue text not null,
  worker text not null references reprove.workers (name) on delete cascade,
  taken_at timestamptz not null default now(),
  -- Null while it waits behind others of its group: whatever ends the worker then is not its fault.
  begun_at timestamptz
);
create index job_leases_worker on reprove.job_leases (worker);

-- Whether a release that could not be verified is the machine's fault: what the run ends with follows from it.
alter table reprove.run_dependencies add column error_exit_code integer;

-- Whether the process that started a run waits for it, and ends it; else whoever settles the last of it does.
alter table reprove.runs add column awaited boolean not null default true;
