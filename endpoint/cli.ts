import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { userRoles, consultantRoles } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { jsonLog, silentLog } from './log.ts';

const help = `Carril's endpoint.

  npm run endpoint -- serve --dir DIR [--port 8787] [--host 127.0.0.1]
  npm run endpoint -- add-user --dir DIR --name NAME --email EMAIL [--role ${userRoles.join('|')}]
                      [--profile ${consultantRoles.join('|')}] [--client ID]... [--password-stdin]
  npm run endpoint -- revoke-device --dir DIR --device ID

serve prints one line with its address and logs JSON lines to stderr. add-user prints a password of its own making
unless one is given on standard input. Without --client a person sees every client.
`;

const said = z.string().min(1);
const serveOptions = z.object({ dir: said, host: said.default('127.0.0.1'), port: z.coerce.number().int().min(0).max(65_535).default(8787) });
const addUserOptions = z.object({
  dir: said,
  name: said,
  email: z.email(),
  role: z.enum(userRoles).default('consultant'),
  profile: z.enum(consultantRoles).default('functional'),
  client: z.array(z.uuid()).optional(),
  'password-stdin': z.boolean().default(false),
});
const revokeOptions = z.object({ dir: said, device: z.uuid() });

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** For work on the data beside a server that may be running. */
const withEndpoint = async (dir: string, work: (endpoint: Endpoint) => Promise<void>): Promise<void> => {
  const endpoint = await createEndpoint({ dir, clock: Date.now, log: silentLog });
  try {
    await work(endpoint);
  } finally {
    await endpoint.close();
  }
};

const serve = async ({ dir, host, port }: z.infer<typeof serveOptions>): Promise<void> => {
  const endpoint = await createEndpoint({ dir, clock: Date.now, log: jsonLog((line) => void process.stderr.write(line), Date.now) });
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    endpoint.close().catch(fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    print(`Carril listens on ${await endpoint.listen({ host, port })}`);
  } catch (error) {
    await endpoint.close();
    throw error;
  }
};

const addUser = async (options: z.infer<typeof addUserOptions>): Promise<void> => {
  const given = options['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : null;
  const password = given ?? randomBytes(12).toString('base64url');
  await withEndpoint(options.dir, async (endpoint) => {
    const { name, email, role, profile, client } = options;
    const { id } = await endpoint.addUser({ name, email, role, profile, clients: client ?? null, password });
    print(`User ${id}`);
    if (given === null) print(`Password ${password}`);
  });
};

const revokeDevice = ({ dir, device }: z.infer<typeof revokeOptions>): Promise<void> =>
  withEndpoint(dir, async (endpoint) => print(`Revoked ${await endpoint.revokeDevice(device)}`));

const fail = (error: unknown): void => {
  if (error instanceof z.ZodError) {
    for (const issue of error.issues) process.stderr.write(`--${issue.path.join('.')}: ${issue.message}\n`);
    process.stderr.write(`\n${help}`);
  } else if (error instanceof AppError) {
    process.stderr.write(`${error.code} ${JSON.stringify(error.details)}\n`);
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = 1;
};

const main = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      dir: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      name: { type: 'string' },
      email: { type: 'string' },
      role: { type: 'string' },
      profile: { type: 'string' },
      client: { type: 'string', multiple: true },
      device: { type: 'string' },
      'password-stdin': { type: 'boolean' },
    },
  });
  const [command] = positionals;
  if (values.help === true) {
    print(help);
    return;
  }
  if (command === 'serve') return serve(serveOptions.parse(values));
  if (command === 'add-user') return addUser(addUserOptions.parse(values));
  if (command === 'revoke-device') return revokeDevice(revokeOptions.parse(values));
  process.stderr.write(help);
  process.exitCode = 2;
};

main(process.argv.slice(2)).catch(fail);
