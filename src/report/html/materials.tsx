import type { Material, Rebuild } from '../../sandbox/schema.js';
import { count } from '../terminal/amount.js';
import { More } from './more.js';
import type { Section } from './sections.js';

/** Materials of one rebuild at most. */
const most = 2_000;

/** What each rebuild was made with, folded. */
export const materials: Section = {
  id: 'materials',
  title: 'Toolchain and materials',
  render: ({ rebuilds }) => (rebuilds.length === 0 ? null : rebuilds.map((one) => Made({ of: one }))),
};

function Made({ of: { plan, engine, toolMaterials, materials: served } }: { of: Rebuild }) {
  return (
    <details>
      <summary>
        Plan {plan.rank}: {plan.tools.map(({ name, version }) => `${name} ${version}`).join(', ')}, {engine},{' '}
        {count(served.length, 'package')} served
      </summary>
      <ul>
        {plan.tools.map(({ name, version, reason }) => (
          <li>
            <code>
              {name} {version}
            </code>{' '}
            {reason}
          </li>
        ))}
      </ul>
      <Packages heading="Toolchain" of={toolMaterials} />
      <Packages heading="Packages served" of={served} />
    </details>
  );
}

function Packages({ heading, of }: { heading: string; of: readonly Material[] }) {
  if (of.length === 0) return null;
  return (
    <>
      <h3>{heading}</h3>
      <ul class="packages">
        {of.slice(0, most).map(({ name, version, integrity }) => (
          <li>
            <code>
              {name} {version}
            </code>{' '}
            <code class="dim">{integrity.slice(0, 23)}…</code>
          </li>
        ))}
      </ul>
      <More amount={of.length - most} />
    </>
  );
}
