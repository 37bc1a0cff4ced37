import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const root = new URL('../../../', import.meta.url);
const text = (path: string) => readFile(new URL(path, root), 'utf8');

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  // biome-ignore lint/suspicious/noExplicitAny: whatever its kind has; the schema says.
  spec: any;
}

const folder = 'deploy/kubernetes/';
const kustomization = parse(await text(`${folder}kustomization.yaml`)) as {
  resources: string[];
  configMapGenerator: { files: string[] }[];
};
const manifests = (
  await Promise.all(
    kustomization.resources.map(async (file) =>
      parseAllDocuments(await text(folder + file)).map((document) => document.toJS() as Manifest),
    ),
  )
).flat();
const pods = manifests.filter(({ spec }) => spec?.template !== undefined);

/** The model of a kind, whose schema is that of Kubernetes' or KEDA's own. */
async function modelOf({ apiVersion, kind }: Manifest): Promise<new (data: object) => { validate(): void }> {
  const models = (await import(
    apiVersion.startsWith('keda.sh/')
      ? `@kubernetes-models/keda/${apiVersion}`
      : `kubernetes-models/${apiVersion}`
  )) as Record<string, new (data: object) => { validate(): void }>;
  return models[kind]!;
}

describe('the manifests for Kubernetes', () => {
  it('are all in the kustomization, with what it refers to', async () => {
    const files = (await readdir(new URL(folder, root)))
      .filter((name) => name !== 'kustomization.yaml')
      .sort();
    const named = [
      ...kustomization.resources,
      ...kustomization.configMapGenerator.flatMap((each) => each.files),
    ];
    expect(named.sort()).toEqual(files);
  });

  it.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const))(
    '%s is as its schema says',
    async (_, manifest) => {
      const Model = await modelOf(manifest);
      new Model(manifest).validate();
      expect(() =>
        new Model({
          ...manifest,
          spec: {
            ...manifest.spec,
            nonsense: 1,
            replicas: 'many',
            triggers: 1,
            podSelector: 1,
            ports: 1,
            template: 1,
            secretTargetRef: 1,
            accessModes: 1,
            finalizers: 1,
          },
        }).validate(),
      ).toThrow();
    },
  );

  it.each(pods.map((manifest) => [manifest.metadata.name, manifest] as const))(
    '%s has no right that it does not need',
    (name, { spec }) => {
      const { securityContext, containers, automountServiceAccountToken, hostUsers } = spec.template.spec;
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 });
      for (const each of containers) {
        const { procMount = 'Default', privileged = false, ...rest } = each.securityContext;
        expect(rest).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect([privileged, procMount]).toEqual([false, name === 'reprove-worker' ? 'Unmasked' : 'Default']);
        expect(each.resources.limits.memory).toBeDefined();
        // Each volume that is mounted is there.
        const volumes = spec.template.spec.volumes.map((volume: { name: string }) => volume.name);
        for (const mount of each.volumeMounts) expect(volumes).toContain(mount.name);
      }
      const own = name === 'reprove-worker';
      expect([securityContext.seccompProfile.type, hostUsers]).toEqual(
        own ? ['Localhost', false] : ['RuntimeDefault', undefined],
      );
    },
  );
});

describe('the compose file', () => {
  // biome-ignore lint/suspicious/noExplicitAny: Compose reads it, and says what is wrong.
  const services = async (): Promise<Record<string, any>> => {
    const file = parse(await text('docker-compose.yml'), { merge: true }) as { services: object };
    return file.services;
  };

  it('gives no container rights, and the docker socket to none', async () => {
    for (const [name, service] of Object.entries(await services())) {
      expect([name, service.privileged, service.cap_add]).toEqual([name, undefined, undefined]);
      expect(JSON.stringify(service)).not.toContain('docker.sock');
      expect(service.security_opt).toContain('no-new-privileges:true');
      if (name === 'postgres') continue;
      expect([name, service.read_only, service.cap_drop]).toEqual([name, true, ['ALL']]);
      const beyond = service.security_opt.slice(1);
      expect(beyond).toEqual(
        name === 'worker' ? ['seccomp=./sandbox/worker-seccomp.json', 'systempaths=unconfined'] : [],
      );
    }
  });

  it('publishes the web site on this machine only, and the database not at all', async () => {
    const { web, ...others } = await services();
    expect(web.ports).toEqual([`\${WEB_ADDRESS:-127.0.0.1:8080}:8080`]);
    for (const service of Object.values(others)) expect(service.ports).toBeUndefined();
    expect(others.postgres.networks).toEqual(['database']);
  });
});

describe('the seccomp profile of workers', () => {
  it('allows what docker allows, and the six calls of bubblewrap', async () => {
    const { defaultAction, syscalls } = JSON.parse(await text('sandbox/worker-seccomp.json')) as {
      defaultAction: string;
      syscalls: {
        names: string[];
        action: string;
        includes?: object;
        comment?: string;
        args?: object[] | null;
      }[];
    };
    expect(defaultAction).toBe('SCMP_ACT_ERRNO');
    const own = syscalls.filter(({ comment }) => comment === 'bubblewrap');
    expect(own.map(({ names }) => names)).toEqual([
      ['clone', 'mount', 'pivot_root', 'sethostname', 'umount2', 'unshare'],
    ]);
    const free = new Set(
      syscalls
        .filter(
          ({ action, includes, args }) =>
            action === 'SCMP_ACT_ALLOW' && Object.keys(includes ?? {}).length === 0 && !args?.length,
        )
        .flatMap(({ names }) => names),
    );
    for (const name of [
      'bpf',
      'add_key',
      'keyctl',
      'kexec_load',
      'init_module',
      'open_by_handle_at',
      'perf_event_open',
      'setns',
      'reboot',
      'fsmount',
      'move_mount',
      'userfaultfd',
    ])
      expect([name, free.has(name)]).toEqual([name, false]);
  });

  it('is not what steps of a build get', async () => {
    const { syscalls } = JSON.parse(await text('sandbox/seccomp.json')) as {
      syscalls: { names: string[]; action: string }[];
    };
    const refused = syscalls
      .filter(({ action }) => action !== 'SCMP_ACT_ALLOW')
      .flatMap(({ names }) => names);
    for (const name of ['mount', 'umount2', 'pivot_root', 'unshare']) expect(refused).toContain(name);
  });
});
