import type { Decision } from '../../policy/decision.js';
import { decisionLines, outcomeWords } from '../decision.js';
import { More } from './more.js';

const most = 300;

/** What the policy makes of the verdict, below the verdict itself. */
export function DecisionPart({ decision }: { decision: Decision }) {
  const lines = decisionLines(decision);
  return (
    <>
      <p>
        It {outcomeWords(decision)} of <time>{decision.decidedAt}</time>:
      </p>
      <ul>
        {lines.slice(0, most).map((each) => (
          <li>{each}</li>
        ))}
      </ul>
      <More amount={lines.length - most} />
    </>
  );
}
