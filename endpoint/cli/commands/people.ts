import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { command, print } from '../command.ts';
import { withEndpoint } from '../with-endpoint.ts';

export const addUser = command({
  name: 'add-user',
  summary: 'Adds a person, and prints a password of its own making unless one is given.',
  operand: null,
  options: ['dir', 'database-url', 'name', 'email', 'role', 'profile', 'client', 'password-stdin'],
  run: async (options) => {
    const given = options['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : null;
    const password = given ?? randomBytes(12).toString('base64url');
    await withEndpoint(options, async (endpoint) => {
      const { name, email, role, profile, client } = options;
      const { id } = await endpoint.addUser({ name, email, role, profile, clients: client ?? null, password });
      print(`User ${id}`);
      if (given === null) print(`Password ${password}`);
    });
  },
});

export const revokeDevice = command({
  name: 'revoke-device',
  summary: "Revokes a device's tokens, as when it was lost.",
  operand: null,
  options: ['dir', 'database-url', 'device'],
  run: ({ device, ...where }) => withEndpoint(where, async (endpoint) => print(`Revoked ${await endpoint.revokeDevice(device)}`)),
});
