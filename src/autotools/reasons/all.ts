import { roleOf } from '../catalogue/role.js';
import { bannerOf, toolOf } from '../regenerate/banners.js';
import { isDated } from './dated.js';
import { makerOf } from './maker.js';
import { defineReason, type Reason } from './reason.js';

const leftOver = defineReason({
  cause: 'left-over-file',
  title: 'a file that lay in the folder that was packed',
  recognise: ({ path }, { unpacked }) =>
    unpacked?.has(path) === true
      ? { proof: 'experiment', detail: 'make dist of a clean tree does not pack it' }
      : null,
  fix: 'Pack in a clean clone of the tag, and name in EXTRA_DIST what is meant to be packed.',
});

const patchedTool = defineReason({
  cause: 'patched-tool',
  title: 'a build file that no project published in this form',
  recognise({ path }, { unlikeKnown }) {
    const said = unlikeKnown.get(path);
    if (said !== undefined) return { proof: 'bytes', detail: said };
    return roleOf(path) === null ? null : { proof: 'likely' };
  },
  fix:
    'Run autoreconf -fi where libtool, gettext and the macros are those that their projects or a distribution published, such as a container that the repository names, and commit macros of your ' +
    'own under a name of their own.',
});

const time = defineReason({
  cause: 'build-time',
  title: 'the time of packing is in it',
  recognise: ({ difference }) => (isDated(difference) ? { proof: 'bytes' } : null),
  fix: 'Take dates from SOURCE_DATE_EPOCH, or from the commit (git log -1 --format=%cs), where the release is packed.',
});

const history = defineReason({
  cause: 'history-log',
  title: 'a log of the history, made when it was packed',
  recognise: ({ head }) =>
    /^commit [0-9a-f]{40}\n/m.test(head) ||
    /^\d{4}-\d\d-\d\d {2}\S[^\n<]{0,100}<[^\n>]{3,100}>\s*$/m.test(head)
      ? { proof: 'bytes' }
      : null,
  fix: 'Leave it out, or make it from the tag alone in a make rule that dist-hook runs: a branch that has gone on since gives another log.',
});

const translations = defineReason({
  cause: 'translations',
  title: 'catalogues of translations, compiled or brought up to date when it was packed',
  recognise: ({ path }) =>
    /\.(?:po|pot|gmo|mo)$|(?:^|\/)po\/stamp-po$/.test(path) || /(?:^|\/)po4a?\//.test(path)
      ? { proof: 'likely' }
      : null,
  fix: 'Commit what update-po writes before the release is tagged, or say DIST_DEPENDS_ON_UPDATE_PO = no in po/Makevars; name the versions of gettext and po4a that are used.',
});

const tool = defineReason({
  cause: 'unpinned-tool',
  title: 'made by a program of the machine that it was packed on',
  recognise({ path, head }) {
    const banner = bannerOf(path, Buffer.from(head, 'latin1'));
    const maker = banner === null ? makerOf(head) : toolOf(banner);
    return maker === null ? null : { proof: 'bytes', detail: `it says ${maker}` };
  },
  fix: 'Pack in a container or a job that names the versions of its programs, and say in the repository which it is; or leave the file out where users have the program.',
});

const document = defineReason({
  cause: 'documents',
  title: 'a document, made from its source when it was packed',
  recognise: ({ path }) =>
    /\.(?:[1-9][a-z]{0,3}|html?|pdf|ps|txt|info(?:-\d+)?)$/i.test(path) ? { proof: 'likely' } : null,
  fix: 'Leave it out, as whoever packages the release makes it, or say which program of which version makes it.',
});

/** All reasons, in the order in which they are asked: what is shown comes before what is likely. */
export const reasons: readonly Reason[] = [
  leftOver,
  patchedTool,
  time,
  history,
  tool,
  translations,
  document,
];
