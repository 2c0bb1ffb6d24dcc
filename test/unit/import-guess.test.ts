import { describe, expect, test } from 'vitest';
import { guessMapping } from '#core/import/guess-mapping.ts';
import { importMapping } from '#shared/contract/import.ts';

const guess = (columns: Readonly<Record<string, readonly string[]>>, file = 'export.csv') => {
  const mapping = guessMapping(Object.entries(columns).map(([name, values]) => ({ name, values, filled: values.filter((value) => value !== '').length })), file, 'America/Lima');
  expect(importMapping.safeParse(mapping).success).toBe(true);
  return mapping;
};

describe('what a file suggests', () => {
  test('Spanish spreadsheet', () => {
    const mapping = guess({
      'Nº': ['1', '2'],
      Folio: ['A-1', 'A-2'],
      Asunto: ['Impresora', 'Usuario'],
      Empresa: ['Uno', 'Dos'],
      Prioridad: ['Alta', 'Crítica'],
      Estado: ['En curso', 'Cerrado'],
      Solicitante: ['Ana', 'Luis'],
      Canal: ['WhatsApp', 'Correo'],
      'Fecha de creación': ['13/4/2026 10:00', '2/4/2026 9:00'],
      'Fecha de cierre': ['', '5/4/2026 9:00'],
    });
    expect(mapping).toMatchObject({
      ticketKey: 'Folio',
      orderBy: null,
      dateFormat: 'D/M/YYYY HH:mm',
      fields: {
        title: { from: 'column', column: 'Asunto' },
        client: { from: 'column', column: 'Empresa' },
        severity: { column: 'Prioridad', values: { Alta: 'S2', Crítica: 'S1' } },
        state: { column: 'Estado', values: { 'En curso': 'in_progress', Cerrado: 'closed' } },
        channel: { column: 'Canal', values: { WhatsApp: 'whatsapp', Correo: 'email' } },
        requester_name: { column: 'Solicitante' },
        received_at: { column: 'Fecha de creación' },
        closed_at: { column: 'Fecha de cierre' },
      },
    });
  });
  test('Jira', () => {
    const mapping = guess({ 'Issue key': ['ERP-1'], Summary: ['x'], Priority: ['Highest', 'Low'], Status: ['To Do', 'Done', 'Waiting for customer'], Created: ['2026-04-13T10:00:00Z'], Updated: ['2026-04-13T10:00:00Z'], Reporter: ['Ana'], 'Issue Type': ['Bug', 'Improvement'] });
    expect(mapping).toMatchObject({
      ticketKey: 'Issue key',
      orderBy: 'Updated',
      dateFormat: 'iso',
      fields: { severity: { values: { Highest: 'S1', Low: 'S4' } }, state: { values: { 'To Do': 'registered', Done: 'closed', 'Waiting for customer': 'waiting_client' } }, kind: { values: { Bug: 'corrective', Improvement: 'evolutive' } } },
    });
  });
  test('Zammad and Odoo', () => {
    expect(guess({ Number: ['31001'], Title: ['x'], State: ['new', 'open', 'pending reminder'], Priority: ['1 low', '3 high'], 'Created at': ['2026-04-13 10:00'], Organization: ['Uno'] })).toMatchObject({
      ticketKey: 'Number',
      fields: { client: { column: 'Organization' }, severity: { values: { '1 low': 'S4', '3 high': 'S2' } }, state: { values: { open: 'in_progress', 'pending reminder': 'waiting_client' } } },
    });
    expect(guess({ ID: ['7'], Asunto: ['x'], Cliente: ['Uno'], Etapa: ['Nuevo', 'En progreso', 'Resuelto'], 'Creado el': ['2026-04-13 10:00:00'], 'Última actualización': ['2026-04-13 10:00:00'] })).toMatchObject({
      ticketKey: 'ID',
      orderBy: 'Última actualización',
      fields: { state: { column: 'Etapa', values: { 'En progreso': 'in_progress', Resuelto: 'awaiting_validation' } } },
    });
  });
  test('without a title one is put together; without a client the file names it; month first where a day says so', () => {
    const mapping = guess({ number: ['INC1'], category: ['Red'], u_symptom: ['?', 'Lento'], opened_at: ['4/13/2026 10:00', '4/2/2026 10:00'], priority: ['1 - Critical'] }, 'mesa_de_ayuda.zip');
    expect(mapping).toMatchObject({
      dateFormat: 'M/D/YYYY HH:mm',
      missing: ['?'],
      fields: { title: { from: 'template', template: '{category} · {u_symptom} · {number}' }, client: { from: 'value', value: 'mesa de ayuda' }, severity: { values: { '2 - High': 'S2', '4 - Low': 'S4' } } },
    });
  });
});
