import type { FastifyInstance } from 'fastify';
import type { Row } from '#shared/domain/entities/index.ts';
import type { Log } from '../log.ts';
import { instantOf, secretHash, type PeopleEnvironment } from '../people/environment.ts';
import { openForm } from '../store/intake-forms.ts';
import { rowOf } from '../store/rows.ts';
import type { ReadTx } from '../store/store.ts';
import { takeForms } from './form-body.ts';
import { begin, formPage, lackOf, readBegun, receivedPage, sentForm, tooManyForms } from './intake-form.ts';
import { notHere, sendPage } from './page.ts';
import { createQuota } from './quota.ts';
import { takeIn } from './take-in.ts';
import { answerAsPages } from './ticket-page-routes.ts';

interface Named {
  readonly Params: { readonly secret: string };
}

interface OpenForm {
  readonly id: string;
  readonly client: string;
  readonly name: string;
}

const secretShape = /^[\w-]{43}$/;
const perAddress = { max: 10, windowMs: 10 * 60_000 };
const perForm = { max: 60, windowMs: 60 * 60_000 };

const formOf = async (tx: ReadTx, secret: string): Promise<OpenForm | null> => {
  const form = secretShape.test(secret) ? await openForm(tx, secretHash(secret)) : undefined;
  const client = form === undefined ? undefined : await rowOf(tx, 'client', form.client);
  if (form === undefined || client === undefined || client.deleted === 1) return null;
  return { id: form.id, client: form.client, name: (JSON.parse(client.fields) as Row<'client'>).name };
};

/** `/f/<secret>`: the public form of a client. No account, no cookie, no script. */
export const intakeFormRoutes = (app: FastifyInstance, environment: PeopleEnvironment & { readonly log: Log }): void => {
  const { store, together, now, newId, random, log } = environment;
  const [addresses, forms] = [createQuota(now, perAddress), createQuota(now, perForm)];
  const begun = (secret: string): string => begin(secret, now(), Buffer.from(random(16)).toString('base64url'));
  void app.register(async (scope) => {
    takeForms(scope);
    answerAsPages(scope, log, newId);

    scope.get<Named>('/f/:secret', async (request, reply) => {
      const { secret } = request.params;
      const form = await store.read((tx) => formOf(tx, secret));
      return form === null ? sendPage(reply, 404, notHere) : sendPage(reply, 200, formPage(secret, form.name, begun(secret)));
    });

    scope.post<Named>('/f/:secret', { bodyLimit: 128 * 1024 }, async (request, reply) => {
      const { secret } = request.params;
      const [form, sent] = [await store.read((tx) => formOf(tx, secret)), sentForm.safeParse(request.body)];
      const opened = sent.success ? readBegun(secret, sent.data.begun) : null;
      if (form === null || !sent.success || opened === null) return sendPage(reply, 404, notHere);
      // Only a machine fills what nobody sees. It is told what it wants to hear.
      if (sent.data.website !== '') {
        log.info('form trap', { form: form.id });
        return sendPage(reply, 200, receivedPage(form.name));
      }
      const lack = lackOf(sent.data, now() - opened.ms);
      if (lack !== null) return sendPage(reply, 422, formPage(secret, form.name, now() - opened.ms < 60_000 ? sent.data.begun : begun(secret), sent.data, lack));
      if (!addresses.take(request.ip) || !forms.take(form.id)) return sendPage(reply.header('retry-after', '600'), 429, tooManyForms);
      const { title, text, name, reach } = sent.data;
      const made = await together(async (own) => {
        // Read in the writing transaction: one that is revoked meanwhile takes nothing in.
        const open = await formOf(own.tx, secret);
        if (open === null) return null;
        return takeIn(own, { newId, device: store.meta.device, at: instantOf(now()) }, { key: opened.key, client: open.client, title, text, name, reach });
      });
      if (made === null) return sendPage(reply, 404, notHere);
      log.info('form received', { form: form.id, ticket: opened.key, fresh: made });
      return sendPage(reply, 200, receivedPage(form.name));
    });
  });
};
