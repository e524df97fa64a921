//! Finding the server's program: the setting, the one that comes with the extension, the one on the PATH.

import * as path from 'node:path';

/** The file name of the program. */
export function programName(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'prosody-ls.exe' : 'prosody-ls';
}

/**
 * The program to start. A setting is taken at its word, so that a wrong one is an error that its owner sees.
 * Without a path separator in the answer, the system looks on the PATH.
 */
export function locate(
  setting: string | null | undefined,
  extension: string,
  platform: NodeJS.Platform,
  home: string,
  isFile: (path: string) => boolean,
): string {
  if (setting) {
    return setting.replace(/^~(?=[\\/])/, () => home);
  }
  const bundled = path.join(extension, 'server', programName(platform));
  return isFile(bundled) ? bundled : programName(platform);
}
