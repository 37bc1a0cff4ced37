// npm-pick-manifest comes without types; this is the part of it that we use.
declare module 'npm-pick-manifest' {
  export default function pickManifest(
    packument: { name: string; versions: object; 'dist-tags': object },
    wanted: string,
    options: { defaultTag: string },
  ): { version: string };
}
