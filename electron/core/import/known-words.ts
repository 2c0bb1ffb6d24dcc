import type { ImportTarget } from '#shared/contract/import.ts';
import { clientKey } from './client-name.ts';

/** How other systems name their columns and values: ServiceNow, Jira, Zammad, Odoo and spreadsheets in Spanish and English. */
export const wordKey = (text: string): string => clientKey(text.replaceAll(/[_\-./:()#]+/g, ' '));

export type ColumnRole = ImportTarget | 'key' | 'updated_at' | 'group';

/** Best first. */
export const columnWords: Readonly<Record<ColumnRole, readonly string[]>> = {
  key: ['number', 'key', 'issue key', 'clave', 'clave de incidencia', 'numero', 'ticket number', 'numero de ticket', 'ticket', 'ticket id', 'codigo', 'folio', 'caso', 'external id', 'id externo', 'id', 'sequence', 'secuencia', 'nro', 'no'],
  updated_at: ['sys updated at', 'sys updated on', 'updated at', 'updated', 'last update', 'last updated', 'last updated on', 'write date', 'actualizado', 'actualizado el', 'fecha de actualizacion', 'ultima actualizacion', 'actualizada'],
  title: ['title', 'titulo', 'summary', 'resumen', 'short description', 'subject', 'asunto', 'nombre', 'name', 'tema'],
  description: ['description', 'descripcion', 'body', 'detalle', 'detalles', 'note', 'cuerpo'],
  client: ['client', 'cliente', 'customer', 'company', 'empresa', 'compania', 'organization', 'organizacion', 'account', 'partner', 'partner name', 'razon social'],
  channel: ['channel', 'canal', 'contact type', 'tipo de contacto', 'medio', 'medio de contacto', 'create article type', 'origen', 'source', 'via'],
  requester_name: ['requester', 'solicitante', 'caller', 'caller id', 'reporter', 'informador', 'reportado por', 'requested by', 'contact', 'contacto', 'partner contact', 'customer name', 'usuario'],
  severity: ['severity', 'severidad', 'priority', 'prioridad', 'criticidad', 'impacto'],
  state: ['state', 'estado', 'status', 'incident state', 'stage', 'stage id', 'etapa', 'situacion'],
  kind: ['kind', 'tipo', 'type', 'issue type', 'tipo de incidencia', 'tipo de ticket', 'ticket type'],
  service_level: ['service level', 'nivel de servicio'],
  module: ['module', 'modulo', 'component', 'componente', 'components', 'aplicacion', 'category', 'categoria'],
  received_at: ['opened at', 'received at', 'recibido', 'fecha de recepcion', 'opened', 'abierto', 'fecha de apertura', 'apertura', 'created at', 'created', 'creado', 'creada', 'creado el', 'fecha de creacion', 'create date', 'sys created at', 'sys created on', 'fecha', 'date'],
  closed_at: ['closed at', 'closed', 'cerrado', 'cerrado el', 'fecha de cierre', 'cierre', 'close date', 'close at', 'date closed', 'resolved at', 'resolved', 'resuelta', 'fecha de resolucion'],
  group: ['assignment group', 'grupo de asignacion', 'grupo', 'group', 'team', 'equipo', 'assigned to', 'asignado a', 'assignee', 'responsable', 'owner', 'user id'],
};

/** Words of one field, in the spelling that files use, grouped by where they come from: what a sample misses, its family still knows. */
export type WordFamily = Readonly<Record<string, string>>;

const priorities: readonly WordFamily[] = [
  { '1 - Critical': 'S1', '2 - High': 'S2', '3 - Moderate': 'S3', '4 - Low': 'S4', '5 - Planning': 'S4' },
  { '1': 'S1', '2': 'S2', '3': 'S3', '4': 'S4', '5': 'S4' },
  { P1: 'S1', P2: 'S2', P3: 'S3', P4: 'S4', P5: 'S4' },
  { Highest: 'S1', High: 'S2', Medium: 'S3', Low: 'S4', Lowest: 'S4', Blocker: 'S1', Critical: 'S1', Major: 'S2', Minor: 'S3', Trivial: 'S4', Urgent: 'S1', Normal: 'S3', Moderate: 'S3' },
  { '1 low': 'S4', '2 normal': 'S3', '3 high': 'S2' },
  { Crítica: 'S1', Critico: 'S1', Urgente: 'S1', 'Muy alta': 'S1', Alta: 'S2', Alto: 'S2', Media: 'S3', Medio: 'S3', Normal: 'S3', Baja: 'S4', Bajo: 'S4', 'Muy baja': 'S4', Mejora: 'S4' },
  { S1: 'S1', S2: 'S2', S3: 'S3', S4: 'S4' },
];

const states: readonly WordFamily[] = [
  {
    New: 'registered',
    Active: 'in_progress',
    'In Progress': 'in_progress',
    'On Hold': 'waiting_client',
    'Awaiting User Info': 'waiting_client',
    'Awaiting Caller': 'waiting_client',
    'Awaiting Vendor': 'waiting_third_party',
    'Awaiting Problem': 'waiting_third_party',
    'Awaiting Evidence': 'waiting_third_party',
    'Awaiting Change': 'waiting_third_party',
    Resolved: 'awaiting_validation',
    Closed: 'closed',
    Canceled: 'cancelled',
    Cancelled: 'cancelled',
    '-100': 'registered',
  },
  {
    'To Do': 'registered',
    Open: 'registered',
    Backlog: 'triaged',
    'Selected for Development': 'assigned',
    'In Progress': 'in_progress',
    'In Review': 'in_testing',
    Testing: 'in_testing',
    Reopened: 'in_progress',
    'Waiting for customer': 'waiting_client',
    'Waiting for support': 'in_progress',
    Pending: 'waiting_client',
    Blocked: 'waiting_third_party',
    Resolved: 'awaiting_validation',
    Done: 'closed',
    Closed: 'closed',
    "Won't Do": 'cancelled',
  },
  { new: 'registered', open: 'in_progress', 'pending reminder': 'waiting_client', 'pending close': 'awaiting_validation', closed: 'closed', merged: 'cancelled' },
  { New: 'registered', 'In Progress': 'in_progress', 'On Hold': 'waiting_client', Solved: 'closed', Cancelled: 'cancelled', Canceled: 'cancelled' },
  {
    Nuevo: 'registered',
    Nueva: 'registered',
    Registrado: 'registered',
    Abierto: 'registered',
    Clasificado: 'triaged',
    Asignado: 'assigned',
    Programado: 'scheduled',
    'En diagnóstico': 'in_diagnosis',
    'En análisis': 'in_diagnosis',
    'En curso': 'in_progress',
    'En proceso': 'in_progress',
    'En progreso': 'in_progress',
    'En ejecución': 'in_progress',
    'En pruebas': 'in_testing',
    'En espera': 'waiting_client',
    'En espera del cliente': 'waiting_client',
    'En espera de tercero': 'waiting_third_party',
    Pendiente: 'waiting_client',
    Resuelto: 'awaiting_validation',
    Resuelta: 'awaiting_validation',
    'En validación': 'awaiting_validation',
    Solucionado: 'awaiting_validation',
    Terminado: 'closed',
    Finalizado: 'closed',
    Cerrado: 'closed',
    Cerrada: 'closed',
    Anulado: 'cancelled',
    Cancelado: 'cancelled',
    Cancelada: 'cancelled',
  },
];

const channels: readonly WordFamily[] = [
  { Phone: 'phone', 'Self service': 'portal', 'Self-service': 'portal', Email: 'email', IVR: 'phone', 'Direct opening': 'portal', 'Walk-in': 'on_site', Chat: 'whatsapp', Web: 'portal' },
  { Teléfono: 'phone', Llamada: 'phone', Correo: 'email', 'Correo electrónico': 'email', WhatsApp: 'whatsapp', Portal: 'portal', Formulario: 'form', 'En sitio': 'on_site', Presencial: 'on_site', Web: 'portal' },
  { 'phone': 'phone', 'email': 'email', 'web': 'form', 'note': 'portal', 'whatsapp': 'whatsapp' },
];

const kinds: readonly WordFamily[] = [
  { Bug: 'corrective', Incident: 'corrective', Incidente: 'corrective', Incidencia: 'corrective', Error: 'corrective', Correctivo: 'corrective', Falla: 'corrective' },
  { Task: 'evolutive', Story: 'evolutive', Improvement: 'evolutive', 'New Feature': 'evolutive', Mejora: 'evolutive', Evolutivo: 'evolutive', Desarrollo: 'evolutive' },
  { Question: 'information', Issue: 'corrective', 'Service Request': 'information', Consulta: 'information', Solicitud: 'information', Requerimiento: 'information' },
];

export const valueWords: Readonly<Partial<Record<ImportTarget, readonly WordFamily[]>>> = { severity: priorities, state: states, channel: channels, kind: kinds };
