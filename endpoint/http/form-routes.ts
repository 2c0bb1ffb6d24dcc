import type { FastifyInstance } from 'fastify';
import { id } from '#shared/domain/primitives.ts';
import { formRequest, formsQuery, type FormView } from '#shared/sync/intake-forms.ts';
import type { Log } from '../log.ts';
import { instantOf, newSecret, secretHash, type PeopleEnvironment } from '../people/environment.ts';
import { Problem } from '../problem.ts';
import { addForm, formsOf, formWithId, revokeForm } from '../store/intake-forms.ts';
import { rowOf } from '../store/rows.ts';
import type { ReadTx } from '../store/store.ts';
import { maySee, type Actor } from '../sync/actor.ts';
import { parse } from './parse.ts';
import { requireSession, sessionOf } from './session.ts';

const requireClient = async (tx: ReadTx, actor: Actor, client: string): Promise<void> => {
  const row = await rowOf(tx, 'client', client);
  if (row === undefined || row.deleted === 1 || !maySee(actor, row.scope)) throw new Problem(404, 'not_found', { entity: 'client', key: client });
};

/** Opens, lists and revokes the public forms of a client, for leads and admins who see him. */
export const formRoutes = (app: FastifyInstance, environment: PeopleEnvironment & { readonly log: Log }): void => {
  const { store, now, newId, log } = environment;
  const guarded = { onRequest: requireSession(store, now), bodyLimit: 16 * 1024 } as const;
  const requireLead = ({ role }: Actor): void => {
    if (role === 'consultant') throw new Problem(403, 'not_allowed');
  };

  app.post('/v1/forms', guarded, async (request, reply) => {
    const { client } = parse(formRequest, request.body);
    const { actor, user } = sessionOf(request);
    requireLead(actor);
    const [form, secret] = [newId(), newSecret(environment)];
    await store.write(async (tx) => {
      await requireClient(tx, actor, client);
      await addForm(tx, { id: form, secret_sha256: secretHash(secret), client, created_by: user, created_at: instantOf(now()), revoked_at: null });
    });
    log.info('form opened', { form, client, by: user });
    reply.header('cache-control', 'no-store');
    return { id: form, secret };
  });

  app.get('/v1/forms', guarded, async (request, reply) => {
    const { client } = parse(formsQuery, request.query);
    const { actor } = sessionOf(request);
    reply.header('cache-control', 'no-store');
    const forms = await store.read(async (tx) => {
      await requireClient(tx, actor, client);
      return formsOf(tx, client);
    });
    return { forms: forms.map((form): FormView => ({ id: form.id, createdAt: form.created_at, revoked: form.revoked_at !== null })) };
  });

  app.post<{ Params: { form: string } }>('/v1/forms/:form/revoke', guarded, async (request) => {
    const key = id.safeParse(request.params.form);
    const { actor, user } = sessionOf(request);
    requireLead(actor);
    await store.write(async (tx) => {
      const form = key.success ? await formWithId(tx, key.data) : undefined;
      if (form === undefined) throw new Problem(404, 'not_found');
      await requireClient(tx, actor, form.client);
      await revokeForm(tx, form.id, instantOf(now()));
    });
    log.info('form revoked', { form: key.data, by: user });
    return {};
  });
};
