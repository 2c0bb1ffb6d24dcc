import { isIP } from 'node:net';
import { z } from 'zod';
import { consultantRoles, userRoles } from '#shared/domain/enums.ts';
import { defaultLimits } from '../http/limits.ts';
import { tombstoneDays } from '../store/tombstones.ts';

/** Settings of the service by environment; a name that is none of the table's is an error, not silence. */
export const envPrefix = 'CARRIL_ENDPOINT_';

export interface Option<S extends z.ZodType = z.ZodType> {
  /** What stands for its value in the help; null: a flag, on or off. */
  readonly value: string | null;
  /** May be given more than once. */
  readonly many?: true;
  /** The environment variable that sets it where the command line does not; null: the command line only. */
  readonly env: string | null;
  /** Checks the text and brings the default. */
  readonly shape: S;
  readonly help: string;
}

const option = <S extends z.ZodType>(spec: Option<S>): Option<S> => spec;
const said = z.string().trim().min(1);
const count = z.coerce.number().int().min(0);

const proxyAddress = z.string().refine((text) => {
  const [address = '', bits, ...rest] = text.split('/');
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)));
}, 'neither an address, a network nor loopback, linklocal or uniquelocal');
const portNumber = z.coerce.number().int().min(0).max(65_535);

/** Every option of the command line, once: parsing, checks, help and docs/endpoint.md come from here. */
export const options = {
  dir: option({ value: 'DIR', env: `${envPrefix}DIR`, shape: said, help: 'Folder with the database and the evidence; made if it is not there.' }),
  'database-url': option({ value: 'URL', env: 'DATABASE_URL', shape: z.url({ protocol: /^postgres(ql)?$/ }).optional(), help: 'Keeps the data in this PostgreSQL (postgres://USER:PASSWORD@HOST/NAME) instead of a file in DIR. Any number of processes may serve it, with the same evidence. Better in the environment, where its password is not seen.' }),
  host: option({ value: 'ADDRESS', env: `${envPrefix}HOST`, shape: said.default('127.0.0.1'), help: 'Address to listen on; 0.0.0.0 is every one of this machine.' }),
  port: option({ value: 'PORT', env: `${envPrefix}PORT`, shape: portNumber.default(8787), help: 'Port to listen on; 0 takes any that is free.' }),
  'tls-cert': option({ value: 'FILE', env: `${envPrefix}TLS_CERT`, shape: said.optional(), help: 'Certificate in PEM, with those up to the authority behind it; serves HTTPS. Read again on SIGHUP and when it changes.' }),
  'tls-key': option({ value: 'FILE', env: `${envPrefix}TLS_KEY`, shape: said.optional(), help: 'The private key of the certificate, in PEM.' }),
  'trust-proxy': option({
    value: 'ADDRESS',
    many: true,
    env: `${envPrefix}TRUST_PROXY`,
    shape: z.array(proxyAddress).default([]),
    help: 'Address or network of a proxy whose x-forwarded-for is believed, e.g. loopback or 10.0.0.0/8; may be given again.',
  }),
  'stop-seconds': option({ value: 'N', env: `${envPrefix}STOP_SECONDS`, shape: z.coerce.number().min(0).max(600).default(10), help: 'How long a stop waits for requests under way before it cuts them off.' }),
  'rate-limit': option({ value: 'N', env: `${envPrefix}RATE_LIMIT`, shape: count.default(defaultLimits.device), help: 'Requests a minute of one device; 0 is no limit.' }),
  'sign-in-limit': option({ value: 'N', env: `${envPrefix}SIGN_IN_LIMIT`, shape: count.default(defaultLimits.signIn), help: 'Sign-ins a minute from one address; 0 is no limit.' }),
  'answer-days': option({
    value: 'N',
    env: `${envPrefix}ANSWER_DAYS`,
    shape: z.coerce.number().int().min(35).max(tombstoneDays).default(tombstoneDays),
    help: 'How many days the answers to what desks have sent are kept, where the desk has said that it has them; a desk may send again for 30 days.',
  }),
  's3-bucket': option({ value: 'NAME', env: `${envPrefix}S3_BUCKET`, shape: said.optional(), help: 'Keeps the evidence in this bucket instead of DIR. Its keys are read where AWS tools read them, e.g. AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.' }),
  's3-prefix': option({ value: 'TEXT', env: `${envPrefix}S3_PREFIX`, shape: z.string().default(''), help: 'Stands before the name of each object, e.g. evidence/.' }),
  's3-region': option({ value: 'REGION', env: `${envPrefix}S3_REGION`, shape: said.default('us-east-1'), help: 'Region of the bucket.' }),
  's3-address': option({ value: 'URL', env: `${envPrefix}S3_ADDRESS`, shape: z.url({ protocol: /^https?$/ }).optional(), help: 'Address of the service that keeps the bucket, where it is not AWS.' }),
  'metrics-token': option({
    value: 'TOKEN',
    env: `${envPrefix}METRICS_TOKEN`,
    shape: z.string().min(16).optional(),
    help: 'Who asks for /metrics must bring it as a bearer token. Without it /metrics answers this machine only.',
  }),
  'metrics-host': option({ value: 'ADDRESS', env: `${envPrefix}METRICS_HOST`, shape: said.default('127.0.0.1'), help: 'Address of /metrics where it has a port of its own.' }),
  'metrics-port': option({ value: 'PORT', env: `${envPrefix}METRICS_PORT`, shape: portNumber.optional(), help: 'Serves /metrics on a port of its own instead; 0 takes any that is free.' }),
  name: option({ value: 'NAME', env: null, shape: said, help: 'The name of the person.' }),
  email: option({ value: 'EMAIL', env: null, shape: z.email(), help: 'The e-mail that the person signs in with.' }),
  role: option({ value: 'ROLE', env: null, shape: z.enum(userRoles).default('consultant'), help: `What the person may do: ${userRoles.join(', ')}.` }),
  profile: option({ value: 'PROFILE', env: null, shape: z.enum(consultantRoles).default('functional'), help: `What the person works as: ${consultantRoles.join(', ')}.` }),
  client: option({ value: 'ID', many: true, env: null, shape: z.array(z.uuid()).optional(), help: 'A client that the person serves; may be given again. Without it, all of them.' }),
  'password-stdin': option({ value: null, env: null, shape: z.boolean().default(false), help: 'Reads the password from standard input instead of making one.' }),
  device: option({ value: 'ID', env: null, shape: z.uuid(), help: 'The device whose tokens are revoked.' }),
} as const;

export type OptionName = keyof typeof options;
export const optionNames = Object.keys(options) as readonly OptionName[];

/** What a command gets of the options that it names. */
export type Values<N extends OptionName> = { readonly [K in N]: z.output<(typeof options)[K]['shape']> };

/** The default as one would write it on the command line; null where there is none. */
export const defaultOf = (name: OptionName): string | null => {
  const { value, shape }: Option = options[name];
  const parsed = shape.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined || value === null) return null;
  return String(parsed.data) || null;
};

export const isRequired = (name: OptionName): boolean => !options[name].shape.safeParse(undefined).success;
