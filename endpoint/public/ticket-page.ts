import type { Row } from '#shared/domain/entities/index.ts';
import type { EvidenceStage, TicketState } from '#shared/domain/enums.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { sealOf, type Act, type TicketStory } from './ticket-story.ts';

/** How a ticket stands, in words that need no manual. */
const stateWords: Readonly<Record<TicketState, readonly [string, string]>> = {
  registered: ['Recibido', 'Recibimos la solicitud y la estamos revisando.'],
  triaged: ['Clasificado', 'Ya sabemos qué tan urgente es. Falta asignar a quien lo atenderá.'],
  assigned: ['Asignado', 'Ya tiene un consultor a cargo.'],
  scheduled: ['Programado', 'La atención tiene fecha y hora.'],
  in_diagnosis: ['En diagnóstico', 'Estamos buscando la causa.'],
  in_progress: ['En ejecución', 'Estamos trabajando en la solución.'],
  in_testing: ['En pruebas', 'La solución está lista y la estamos probando.'],
  waiting_client: ['Esperamos tu respuesta', 'Necesitamos un dato tuyo para seguir.'],
  waiting_third_party: ['En espera de un tercero', 'Dependemos de otro proveedor para seguir.'],
  awaiting_validation: ['Listo para que lo revises', 'Terminamos. Revísalo y dinos si quedó bien.'],
  awaiting_hours_approval: ['Falta aprobar las horas', 'La solución fue aceptada. Quedan las horas por aprobar.'],
  closed: ['Cerrado', 'El ticket está cerrado.'],
  cancelled: ['Anulado', 'El ticket no seguirá adelante.'],
};

const stageWords: Readonly<Record<EvidenceStage, string>> = { before: 'Antes', after: 'Después', test: 'Prueba' };
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
/** Whether a browser may show it in the page. */
export const isPicture = ({ mime }: Pick<Row<'evidence'>, 'mime'>): boolean => pictures.has(mime);

const whenIn = (tz: string) => {
  const format = new Intl.DateTimeFormat('es-419', { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: tz });
  return (instant: string): string => format.format(new Date(instant));
};

const hoursText = (seconds: number): string => `${Math.floor(seconds / 3600)} h ${String(Math.floor(seconds / 60) % 60).padStart(2, '0')} min`;

const commentField = (label: string, id: string, required: boolean): Html => html`<label for="${id}">${label}</label><textarea id="${id}" name="comment" maxlength="5000"${{ html: required ? ' required' : '' }}></textarea>`;

/** Only what the page itself named may be sent back, and only while it stands so. */
const form = (secret: string, story: TicketStory, buttons: readonly { readonly act: Act; readonly text: string; readonly second?: boolean }[], fields: Html): Html =>
  html`${buttons.map(
    ({ act, text, second }) =>
      html`<form method="post" action="/c/${secret}"><input type="hidden" name="act" value="${act}"><input type="hidden" name="seal" value="${sealOf(secret, act, story)}">${buttons.length > 1 && second === true ? commentField('Qué falta o qué no quedó bien', `${act}-comment`, true) : fields}<div class="acts"><button${{ html: second === true ? ' class="second"' : '' }}>${text}</button></div></form>`,
  )}`;

const validationPart = (secret: string, story: TicketStory, when: (instant: string) => string): Html | null => {
  const { validation, may } = story;
  if (may.accept) {
    return html`<section><h2>¿Quedó bien?</h2><p>Contesta como ${story.contact.name}.</p>${form(
      secret,
      story,
      [
        { act: 'accept', text: 'Sí, lo acepto' },
        { act: 'reject', text: 'No, devolverlo', second: true },
      ],
      commentField('Comentario (opcional)', 'accept-comment', false),
    )}</section>`;
  }
  if (validation === null) return null;
  const accepted = validation.decision === 'accepted';
  return html`<section><h2>La respuesta</h2><p class="${accepted ? 'ok' : 'bad'}">${accepted ? 'Aceptado' : 'Devuelto'} el ${when(validation.at)}.</p>${validation.comment === null ? null : html`<p>${validation.comment}</p>`}</section>`;
};

const hoursPart = (secret: string, story: TicketStory, when: (instant: string) => string): Html | null => {
  const { hours, may } = story;
  if (!may.approve_hours) return null;
  const seconds = hours.map(({ entry }) => (Date.parse(entry.end ?? entry.start) - Date.parse(entry.start)) / 1000);
  return html`<section><h2>Horas por aprobar</h2><ul>${hours.map(({ entry }, index) => html`<li>${when(entry.start)}: ${hoursText(seconds[index] ?? 0)}${entry.note === null || entry.note === '' ? null : html` — ${entry.note}`}</li>`)}</ul><p>En total ${hoursText(seconds.reduce((sum, one) => sum + one, 0))}, antes del redondeo del contrato.</p>${form(
    secret,
    story,
    [
      { act: 'approve_hours', text: 'Aprobar las horas' },
      { act: 'reject_hours', text: 'Rechazar las horas', second: true },
    ],
    commentField('Comentario (opcional)', 'hours-comment', false),
  )}</section>`;
};

const ratingPart = (secret: string, story: TicketStory): Html | null => {
  if (story.link.rated_at !== null) return html`<section><p class="ok">Gracias por tu calificación.</p></section>`;
  if (!story.may.rate) return null;
  const scale = [1, 2, 3, 4, 5].map((stars) => html`<label><input type="radio" name="stars" value="${stars}" required> ${stars}</label>`);
  return html`<section>${form(secret, story, [{ act: 'rate', text: 'Enviar calificación' }], html`<fieldset><legend>¿Cómo te atendimos? De 1 (mal) a 5 (muy bien)</legend><div class="scale">${scale}</div></fieldset>${commentField('Comentario (opcional)', 'rate-comment', false)}`)}</section>`;
};

const evidencePart = (secret: string, { evidence }: TicketStory): Html | null =>
  evidence.length === 0
    ? null
    : html`<section><h2>Lo que hicimos</h2>${evidence.map((one) => {
        const address = `/c/${secret}/evidence/${one.id}`;
        const caption = html`${stageWords[one.stage]}${one.note === '' ? null : html`: ${one.note}`}`;
        return isPicture(one)
          ? html`<figure><img src="${address}" alt="${one.note === '' ? stageWords[one.stage] : one.note}"${{ html: one.width !== null && one.height !== null ? ` width="${one.width}" height="${one.height}"` : '' }}><figcaption>${caption}</figcaption></figure>`
          : html`<p><a href="${address}" download>${caption}</a></p>`;
      })}</section>`;

/** The client's page of one ticket. */
export const ticketPage = (secret: string, story: TicketStory): string => {
  const { ticket, client } = story;
  const when = whenIn(client.tz);
  const code = ticket.number === null ? ticket.provisional_code : `#${ticket.number}`;
  const [state, sentence] = stateWords[ticket.state];
  return page(
    `${code} ${ticket.title}`,
    html`<p class="soft">${client.name} · Ticket ${code}</p><h1>${ticket.title}</h1><p class="soft">Recibido el ${when(ticket.received_at)}</p><section><p class="state">${state}</p><p>${sentence}</p></section>${validationPart(secret, story, when)}${hoursPart(secret, story, when)}${ratingPart(secret, story)}${evidencePart(secret, story)}`,
  );
};
