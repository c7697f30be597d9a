import { describe, expect, test } from 'vitest';
import { operatorSocketPath } from './operator-socket.ts';

const linux = { platform: 'linux', env: { XDG_RUNTIME_DIR: '/run/user/1000' }, uid: 1000 };
const longDir = `/srv/${'a'.repeat(100)}`;

describe('the operator socket', () => {
  test('is in the data directory', () => {
    expect(operatorSocketPath('/srv/routa', linux)).toBe('/srv/routa/routa.sock');
    expect(operatorSocketPath('/', linux)).toBe('/routa.sock');
  });

  test('is in the runtime directory when the data directory is too long', () => {
    const path = operatorSocketPath(longDir, linux);
    expect(path).toMatch(/^\/run\/user\/1000\/routa\/[0-9a-f]{16}\.sock$/);
    expect(operatorSocketPath(`${longDir}b`, linux)).not.toBe(path);
  });

  test('counts bytes, not characters', () => {
    expect(operatorSocketPath(`/srv/${'ñ'.repeat(50)}`, linux)).toMatch(/^\/run\/user\/1000\//);
    expect(operatorSocketPath(`/srv/${'n'.repeat(50)}`, linux)).toMatch(/^\/srv\//);
  });

  test('has a folder of the user in /tmp where there is no runtime directory', () => {
    const path = operatorSocketPath(longDir, { platform: 'linux', env: {}, uid: 1000 });
    expect(path).toMatch(/^\/tmp\/routa-1000\/[0-9a-f]{16}\.sock$/);
  });

  test("is in the user's own TMPDIR on macOS", () => {
    const env = { TMPDIR: '/var/folders/zz/T/' };
    const path = operatorSocketPath(longDir, { platform: 'darwin', env, uid: 501 });
    expect(path).toMatch(/^\/var\/folders\/zz\/T\/routa\/[0-9a-f]{16}\.sock$/);
  });

  test('is a named pipe on Windows', () => {
    const path = operatorSocketPath('C:\\data', { platform: 'win32', env: {}, uid: undefined });
    expect(path).toMatch(/^\\\\\.\\pipe\\routa-[0-9a-f]{16}$/);
  });
});
