import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, readChat } from '#shared/domain/intake/whatsapp-chat.ts';
import { isAuthorised, personOf, samePhone } from '#shared/domain/intake/whose-words.ts';

const today = '2026-11-24';
const read = (text: string, order?: 'dmy' | 'mdy') => readChat(text, { today, order });
const said = (text: string, order?: 'dmy' | 'mdy') => read(text, order).messages.map(({ sender, local, body }) => [sender, local, body]);

describe('the forms in which WhatsApp writes a chat', () => {
  test.each([
    ['Android, 24 h, Spanish', '13/6/26, 17:45 - Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['Android, «p. m.» behind a narrow no-break space', '13/6/26, 5:45\u202Fp.\u00A0m. - Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['Android, year of four digits, noon', '13/06/2026, 12:05 p. m. - Rosa Mamani: No abre la caja', '2026-06-13T12:05:00'],
    ['Android, midnight', '13/06/2026 12:05 a. m. - Rosa Mamani: No abre la caja', '2026-06-13T00:05:00'],
    ['Android, English, month first', '6/13/26, 5:45\u202FPM - Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['iOS, 24 h with seconds', '[13/6/26, 17:45:09] Rosa Mamani: No abre la caja', '2026-06-13T17:45:09'],
    ['iOS, 12 h, with a direction mark before it', '\u200E[13/6/26, 5:45:09\u202Fp.\u00A0m.] \u202ARosa Mamani\u202C: \u200ENo abre la caja', '2026-06-13T17:45:09'],
    ['iOS, English', '[6/13/26, 5:45:09\u202FPM] Rosa Mamani: No abre la caja', '2026-06-13T17:45:09'],
    ['copied in WhatsApp Web', '[17:45, 13/6/2026] Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['copied in WhatsApp Web, 12 h', '[5:45 p. m., 13/6/2026] Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['copied on Android, without a year', '[13/6, 5:45 p. m.] Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['copied on Android, of last December', '[24/12, 9:00 a. m.] Rosa Mamani: No abre la caja', '2025-12-24T09:00:00'],
    ['year first', '2026-06-13, 17:45 - Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
    ['dots', '13.06.26, 17:45 - Rosa Mamani: No abre la caja', '2026-06-13T17:45:00'],
  ])('%s', (_name, text, local) => {
    expect(said(text)).toEqual([['Rosa Mamani', local, 'No abre la caja']]);
    expect(read(text).orders).toHaveLength(1);
  });
});

const android = `13/6/26, 11:45 - Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat puede leerlos.
13/6/26, 11:45 - Rosa creó el grupo "Soporte: Acme"
13/6/26, 11:46 - Rosa cambió el asunto de "Soporte: Acme" a "Acme: Odoo"
13/6/26, 11:46 - Rosa: Buenos días.
No abre la caja:

- dice «error 500»
13/6/26, 11:47 - +591 700 00001: <Multimedia omitido>
13/6/26, 11:48 - Rosa: IMG-20260613-WA0003.jpg (archivo adjunto)
Esta es la pantalla
13/6/26, 11:49 - Luis Rojas: Ya lo vemos <Se editó este mensaje.>
13/6/26, 11:50 - Rosa: Se eliminó este mensaje.
13/6/26, 11:51 - Rosa: Llamamos a las 12:30 - urgente: sí`;

test('an Android chat: several lines, files, marks, what WhatsApp wrote itself', () => {
  const chat = read(android);
  expect(chat.messages.map(({ sender, kind, file, edited, body }) => [sender, kind, file, edited, body])).toEqual([
    ['Rosa', 'text', null, false, 'Buenos días.\nNo abre la caja:\n\n- dice «error 500»'],
    ['+591 700 00001', 'omitted', null, false, '<Multimedia omitido>'],
    ['Rosa', 'file', 'IMG-20260613-WA0003.jpg', false, 'IMG-20260613-WA0003.jpg (archivo adjunto)\nEsta es la pantalla'],
    ['Luis Rojas', 'text', null, true, 'Ya lo vemos'],
    ['Rosa', 'deleted', null, false, 'Se eliminó este mensaje.'],
    ['Rosa', 'text', null, false, 'Llamamos a las 12:30 - urgente: sí'],
  ]);
  expect(chat).toMatchObject({ system: 3, loose: 0, undated: 0, order: 'dmy' });
});

test('an iOS chat: marks before each special line, a group that speaks itself, attached and omitted files', () => {
  const chat = read(`[13/6/26, 9:00:00 a. m.] Acme: \u200ELos mensajes y las llamadas están cifrados de extremo a extremo.
[13/6/26, 9:00:01 a. m.] ~ Rosa: hola
\u200E[13/6/26, 9:00:02 a. m.] ~ Rosa: \u200Eimagen omitida
\u200E[13/6/26, 9:00:03 a. m.] ~ Rosa: \u200E<adjunto: 00000012-PHOTO-2026-06-13-09-00-03.jpg>
\u200E[13/6/26, 9:00:04 a. m.] ~ Rosa: Factura 12.pdf • \u200E3 páginas \u200Edocumento omitido
[13/6/26, 9:00:05 a. m.] ~ Rosa: \u200EThis message was deleted.
[13/6/26, 9:00:06 a. m.] ~ Rosa: listo \u200E<This message was edited>`);
  expect(chat.system).toBe(1);
  expect(chat.messages.map(({ sender, kind, file }) => [sender, kind, file])).toEqual([
    ['Rosa', 'text', null],
    ['Rosa', 'omitted', null],
    ['Rosa', 'file', '00000012-PHOTO-2026-06-13-09-00-03.jpg'],
    ['Rosa', 'omitted', null],
    ['Rosa', 'deleted', null],
    ['Rosa', 'text', null],
  ]);
  expect(chat.messages.at(-1)).toMatchObject({ edited: true, body: 'listo' });
});

describe('the order of the dates', () => {
  test('is asked where both fit, and what a person says is kept to', () => {
    const text = '5/6/26, 10:00 - Rosa: uno\n7/6/26, 10:00 - Rosa: dos';
    expect(read(text).orders).toEqual(['dmy', 'mdy']);
    expect(said(text, 'mdy').map(([, local]) => local)).toEqual(['2026-05-06T10:00:00', '2026-07-06T10:00:00']);
  });

  test('is known where one of them has no such day, would lie ahead, or goes back in time', () => {
    expect(read('5/6/26, 10:00 - Rosa: a\n25/6/26, 10:00 - Rosa: b').orders).toEqual(['dmy']);
    expect(read('6/12/26, 10:00 - Rosa: a').orders).toEqual(['mdy']);
    expect(read('30/1/26, 10:00 - Rosa: a').orders).toEqual(['dmy']);
    expect(read('9/8/26, 10:00 - Rosa: a\n1/9/26, 10:00 - Rosa: b').orders).toEqual(['dmy']);
    expect(read('6/6/26, 10:00 - Rosa: a').orders).toEqual(['dmy']);
  });

  test('that fits no date leaves them out, and tells how many', () => {
    expect(read('5/6/26, 10:00 - Rosa: a\n25/6/26, 10:00 - Rosa: b', 'mdy')).toMatchObject({ undated: 1, messages: [{ local: '2026-05-06T10:00:00' }] });
    expect(read('32/6/26, 10:00 - Rosa: a')).toMatchObject({ orders: [], order: null, undated: 1 });
  });
});

test('what is no chat has no messages, and its lines are counted', () => {
  expect(read('Hola, buenos días\n\n¿Cómo están?')).toMatchObject({ messages: [], loose: 2 });
  expect(read('13/6/26, 25:99 - Rosa: nada')).toMatchObject({ messages: [], loose: 1 });
});

test('the wall clock is the zone’s, also where the hour is skipped or repeated', () => {
  const at = (tz: string, local: string): string => new Date(instantOf(tz, local)).toISOString();
  expect(at('America/La_Paz', '2026-06-13T11:45:00')).toBe('2026-06-13T15:45:00.000Z');
  expect(at('America/Santiago', '2026-09-06T00:30:00')).toBe('2026-09-06T04:30:00.000Z');
});

const word = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replaceAll(/[\p{C}\p{Z}\s:<>•]/gu, '')).filter((text) => text !== '' && text === text.trim());
const line = fc.record({ day: fc.integer({ min: 13, max: 28 }), hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }), sender: word, lines: fc.array(word, { minLength: 1, maxLength: 4 }) });
const two = (n: number): string => String(n).padStart(2, '0');
const half = (hour: number, minute: number): string => `${hour % 12 === 0 ? 12 : hour % 12}:${two(minute)}\u202F${hour < 12 ? 'a.' : 'p.'}\u00A0m.`;

test('every message of every form comes back whole, in its order, with its time and sender', () => {
  const forms: readonly ((m: { day: number; hour: number; minute: number; sender: string }) => string)[] = [
    ({ day, hour, minute, sender }) => `${day}/3/26, ${hour}:${two(minute)} - ${sender}: `,
    ({ day, hour, minute, sender }) => `${day}/3/2026, ${half(hour, minute)} - ${sender}: `,
    ({ day, hour, minute, sender }) => `\u200E[${day}/3/26, ${half(hour, minute).replace('\u202F', ':00\u202F')}] \u202A${sender}\u202C: `,
    ({ day, hour, minute, sender }) => `[${two(hour)}:${two(minute)}, ${day}/3/2026] ${sender}: `,
  ];
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom(...forms), fc.constantFrom('\n', '\r\n'), (lines, form, end) => {
      const chat = read(lines.map((one) => `${form(one)}${one.lines.join(end)}`).join(end));
      expect(chat.messages.map(({ sender, local, body }) => [sender, local, body])).toEqual(
        lines.map((one) => [one.sender.replace(/^~/u, ''), `2026-03-${one.day}T${two(one.hour)}:${two(one.minute)}:00`, one.lines.join('\n')]).filter(([sender]) => sender !== ''),
      );
    }),
    { numRuns: 300 },
  );
});

test('a text without a date is no chat, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: 'binary' }).map((text) => text.replaceAll(/\d/gu, '')), (text) => {
      expect(read(text)).toMatchObject({ messages: [], system: 0, undated: 0 });
    }),
    { numRuns: 500 },
  );
});

describe('whose words', () => {
  const rosa = { id: 'r', name: 'Rosa Mamani', whatsapp: '+591 700-00001' };
  const jose = { id: 'j', name: 'José Núñez', whatsapp: null };
  test('by number with or without the country, by name without accents, and nobody where two fit', () => {
    expect(personOf('+591 70000001', [rosa, jose])).toBe(rosa);
    expect(personOf('70000001', [rosa, jose])).toBe(rosa);
    expect(personOf('jose nunez', [rosa, jose])).toBe(jose);
    expect(personOf('Rosa', [rosa, jose])).toBeNull();
    expect(personOf('Rosa Mamani', [rosa, { ...rosa, id: 'x' }])).toBeNull();
    expect(samePhone('+591 70000001', '+51 70000001')).toBe(false);
    expect(samePhone('0000001', '+591 70000001')).toBe(false);
  });
  test('who may ask is so between his dates, both inclusive', () => {
    const contact = { authorised_from: '2026-06-01', authorised_to: '2026-06-30' };
    expect(['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map((day) => isAuthorised(contact, day))).toEqual([false, true, true, false]);
    expect(isAuthorised({ authorised_from: null, authorised_to: null }, '2026-06-01')).toBe(false);
  });
});
