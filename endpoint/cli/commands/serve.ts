import { createEndpoint } from '../../endpoint.ts';
import type { CertificateFiles } from '../../http/certificate.ts';
import { defaultLimits } from '../../http/limits.ts';
import { jsonLog } from '../../log.ts';
import { bucketOf, bucketOptions } from '../bucket.ts';
import { command, print } from '../command.ts';
import type { Values } from '../options.ts';
import { UsageError } from '../parse.ts';
import { reportFailure } from '../report-failure.ts';

const certificateOf = (values: Values<'tls-cert' | 'tls-key'>): CertificateFiles | undefined => {
  const { 'tls-cert': cert, 'tls-key': key } = values;
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new UsageError(['--tls-cert: missing beside --tls-key']);
  if (key === undefined) throw new UsageError(['--tls-key: missing beside --tls-cert']);
  return { cert, key };
};

export const serve = command({
  name: 'serve',
  summary: 'Serves the team; prints its address, and a code for the first admin while there is none; logs JSON lines to standard error.',
  operand: null,
  options: ['dir', 'database-url', 'host', 'port', 'tls-cert', 'tls-key', 'trust-proxy', 'stop-seconds', 'rate-limit', 'sign-in-limit', 'answer-days', 'metrics-token', 'metrics-host', 'metrics-port', ...bucketOptions],
  run: async ({ dir, host, port, ...options }) => {
    const tls = certificateOf(options);
    const metricsPort = options['metrics-port'];
    const endpoint = await createEndpoint({
      dir,
      databaseUrl: options['database-url'],
      clock: Date.now,
      log: jsonLog((line) => void process.stderr.write(line), Date.now),
      bucket: bucketOf(options),
      tls,
      trustProxy: options['trust-proxy'],
      drainMs: options['stop-seconds'] * 1000,
      answerDays: options['answer-days'],
      limits: { ...defaultLimits, device: options['rate-limit'], signIn: options['sign-in-limit'] },
      metrics: {
        token: options['metrics-token'] ?? null,
        at: metricsPort === undefined ? null : { host: options['metrics-host'], port: metricsPort },
        process: true,
      },
    });
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(1);
      stopping = true;
      endpoint.close().catch(reportFailure);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    if (tls !== undefined) process.on('SIGHUP', endpoint.reloadCertificate);
    try {
      const first = await endpoint.firstAdminCode();
      print(`Carril listens on ${await endpoint.listen({ host, port })}`);
      if (first !== null) print(`Nobody manages this team yet. First admin code ${first.code} (until ${first.expiresAt}): in Carril, Join a team, I have a code.`);
    } catch (error) {
      await endpoint.close();
      throw error;
    }
  },
});
