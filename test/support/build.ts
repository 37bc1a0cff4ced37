import { execa } from 'execa';

/** End-to-end tests run the built command line: build it once, before any test, from the sources as they are now. */
export default async function build(): Promise<void> {
  await execa('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
