import { defineFailure } from './define-failure.js';

/** A package or a version of one that the registry didn't have on that day, or doesn't have any more. */
export const dependencyNotFound = defineFailure(
  'dependency-not-found',
  [
    { pattern: /No matching version found for ([^\s]+?)\.?(?:\s|$)/ },
    { pattern: /Couldn't find any versions for "([^"]+)"/ },
    { pattern: /Couldn't find package "([^"]+)"/ },
    { pattern: /(?:404|E404)\b.*?'((?:@[\w.-]+\/)?[\w.-]+@[^']*)'/ },
    { pattern: /404 Not Found(?: - GET)?[: ]+(?:https?:\/\/[^/\s]+\/)?(\S+)/ },
    { pattern: /(?:https?:\/\/[^/\s]+\/)(\S+?):? Request failed "404/ },
    { pattern: /https?:\/\/[^/\s]+\/(\S+?):? (?:Not Found - )?404\b/ },
    { pattern: /npm ERR! code (?:ETARGET|E404)|ERR_PNPM_(?:NO_MATCHING_VERSION|FETCH_404|NO_VERSIONS)/ },
    { pattern: /YN0082: .*?\s(\S+): No candidates found/ },
    { pattern: /YN0035: .*?\s(\S+): Package not found/ },
    { pattern: /error: No version matching "([^"]+)"/ },
  ],
  { installOnly: true },
);

/** Dependencies that contradict each other. */
export const peerConflict = defineFailure(
  'peer-conflict',
  [
    { pattern: /\bERESOLVE\b|unable to resolve dependency tree/ },
    { pattern: /Conflicting peer dependency: (\S+)/ },
    { pattern: /ERR_PNPM_PEER_DEP_ISSUES/ },
    { pattern: /\bEPEERINVALID\b|peerinvalid The package (\S+)/ },
  ],
  { installOnly: true },
);
