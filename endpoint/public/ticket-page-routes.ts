import type { FastifyError, FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Log } from '../log.ts';
import { instantOf, type PeopleEnvironment } from '../people/environment.ts';
import { Problem } from '../problem.ts';
import { takeForms } from './form-body.ts';
import { notHere, page, pageHeaders, sendPage } from './page.ts';
import { html } from './html.ts';
import { applyAnswer } from './ticket-answer.ts';
import { isPicture, ticketPage } from './ticket-page.ts';
import { acts, isSealed, storyOf } from './ticket-story.ts';

interface Environment extends PeopleEnvironment {
  readonly blobs: BlobStore;
  readonly log: Log;
}

interface Named {
  readonly Params: { readonly secret: string; readonly evidence?: string };
}

const comment = z.string().trim().max(5000);
const answerForm = z
  .object({ act: z.enum(acts), seal: z.string().max(100), comment: comment.default(''), stars: z.coerce.number().int().min(1).max(5).optional() })
  // What is sent back needs its reason, and a rating its stars: the form asks for both.
  .refine(({ act, comment: text, stars }) => ((act === 'reject' || act === 'reject_hours') && text === '' ? false : act !== 'rate' || stars !== undefined));

const tooOften = page('Demasiadas visitas', html`<h1>Espera un momento</h1><p>Hubo demasiadas visitas seguidas desde tu conexión. Vuelve a intentarlo en un minuto.</p>`);
const failed = (id: string): string => page('Algo falló', html`<h1>Algo falló de nuestro lado</h1><p>No se guardó nada. Vuelve a intentarlo; si sigue, avisa a tu consultora con este código: ${id}</p>`);

/** All that goes wrong on a public page is one of three pages, none of which tells whether there is anything. */
export const answerAsPages = (scope: FastifyInstance, log: Log, newId: () => string): void => {
  scope.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const status = error instanceof Problem ? error.status : (error.statusCode ?? 500);
    if (status === 429) return sendPage(reply.header('retry-after', '60'), 429, tooOften);
    if (status < 500) return sendPage(reply, 404, notHere);
    const id = newId();
    log.failure(id, request.routeOptions.url ?? 'unrouted', error);
    return sendPage(reply, 500, failed(id));
  });
};

/** `/c/<secret>`: what the client sees of one ticket, and what he answers. No cookie, no script, no account. */
export const ticketPageRoutes = (app: FastifyInstance, environment: Environment): void => {
  const { store, together, now, newId, blobs, log } = environment;
  void app.register(async (scope) => {
    takeForms(scope);
    answerAsPages(scope, log, newId);

    scope.get<Named>('/c/:secret', async (request, reply) => {
      const { secret } = request.params;
      const story = await store.read((tx) => storyOf(tx, secret, instantOf(now())));
      return story === null ? sendPage(reply, 404, notHere) : sendPage(reply, 200, ticketPage(secret, story));
    });

    scope.get<Named>('/c/:secret/evidence/:evidence', async (request, reply) => {
      const { secret, evidence } = request.params;
      const story = await store.read((tx) => storyOf(tx, secret, instantOf(now())));
      const shown = story?.evidence.find(({ id }) => id === evidence);
      const size = shown === undefined ? null : await blobs.size(shown.sha256);
      if (shown === undefined || size === null) return sendPage(reply, 404, notHere);
      // Whatever it claims to be, it runs nothing where it is opened.
      pageHeaders(reply).header('content-security-policy', "default-src 'none'; sandbox").header('content-length', size);
      reply.type(isPicture(shown) ? shown.mime : 'application/octet-stream');
      if (!isPicture(shown)) reply.header('content-disposition', 'attachment');
      return reply.send(await blobs.read(shown.sha256, null));
    });

    scope.post<Named>('/c/:secret', { bodyLimit: 64 * 1024 }, async (request, reply) => {
      const { secret } = request.params;
      const form = answerForm.safeParse(request.body);
      if (!form.success) return sendPage(reply, 404, notHere);
      const { act, seal, stars } = form.data;
      const done = await together(async (own) => {
        const at = instantOf(now());
        // Read in the writing transaction: of a form that is sent twice at once, one finds what it answers.
        const story = await storyOf(own.tx, secret, at);
        if (story === null || !story.may[act] || !isSealed(seal, secret, act, story)) return null;
        await applyAnswer(own, { newId, device: store.meta.device, at }, story, { act, comment: form.data.comment === '' ? null : form.data.comment, stars: stars ?? null });
        return story.link.id;
      });
      if (done === null) return sendPage(reply, 404, notHere);
      log.info('client answered', { link: done, act });
      return pageHeaders(reply).code(303).header('location', `/c/${secret}`).send();
    });
  });
};
