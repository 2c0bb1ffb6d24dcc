import type { ConsultantRole, Modality, UserRole } from '#shared/domain/enums.ts';

export type PersonCode = 'MJ' | 'LP' | 'RC' | 'AV';

export interface DemoPerson {
  readonly code: PersonCode;
  readonly name: string;
  readonly email: string;
  readonly role: UserRole;
  readonly profile: ConsultantRole;
}

/** The first of them is the one that the demo's desk signs in as. */
export const people: readonly DemoPerson[] = [
  { code: 'MJ', name: 'Mariela Justiniano', email: 'mariela@demo.carril.app', role: 'lead', profile: 'functional' },
  { code: 'LP', name: 'Luz Paredes', email: 'luz@demo.carril.app', role: 'consultant', profile: 'technical' },
  { code: 'RC', name: 'Rodrigo Céspedes', email: 'rodrigo@demo.carril.app', role: 'consultant', profile: 'technical' },
  { code: 'AV', name: 'Andrés Vaca', email: 'andres@demo.carril.app', role: 'consultant', profile: 'functional' },
];

export type ClientCode = 'nogal' | 'prado' | 'mirador' | 'sauce' | 'faro' | 'umbral' | 'tilo' | 'boreal';

export interface DemoClient {
  readonly code: ClientCode;
  readonly name: string;
  readonly country: string;
  readonly tz: string;
  readonly edition: 'community' | 'enterprise';
  readonly version: string;
  readonly hosting: string;
  readonly implementedBy: string;
  readonly integrations: readonly string[];
  readonly modality: Modality;
  /** The first is the authorised responsible; the second asks, and may not approve. */
  readonly contacts: readonly [string, string];
}

const ours = 'Propio';
const theirs = 'Otro proveedor';

export const clients: readonly DemoClient[] = [
  { code: 'nogal', name: 'Textiles Nogal', country: 'BO', tz: 'America/La_Paz', edition: 'enterprise', version: '17.0', hosting: 'Odoo.sh', implementedBy: ours, integrations: ['Facturación electrónica', 'Sitio web'], modality: 'monthly_sla', contacts: ['Verónica Salazar', 'Iván Rocha'] },
  { code: 'prado', name: 'Lácteos Prado', country: 'BO', tz: 'America/La_Paz', edition: 'enterprise', version: '18.0', hosting: 'Servidor propio', implementedBy: ours, integrations: ['Balanzas de planta'], modality: 'monthly_sla', contacts: ['Hugo Mendieta', 'Carla Arce'] },
  { code: 'mirador', name: 'Ferretería Mirador', country: 'BO', tz: 'America/La_Paz', edition: 'community', version: '16.0', hosting: 'Servidor propio', implementedBy: ours, integrations: ['Impresoras térmicas'], modality: 'hours_bank', contacts: ['Nelson Quiroga', 'Patricia Loza'] },
  { code: 'sauce', name: 'Clínica Sauce', country: 'PE', tz: 'America/Lima', edition: 'enterprise', version: '17.0', hosting: 'Odoo.sh', implementedBy: ours, integrations: ['Facturación electrónica', 'Laboratorio'], modality: 'monthly_sla', contacts: ['Rosa Huamán', 'Diego Tello'] },
  { code: 'faro', name: 'Importadora Faro', country: 'CL', tz: 'America/Santiago', edition: 'enterprise', version: '16.0', hosting: 'Odoo Online', implementedBy: theirs, integrations: ['Bancos', 'Aduanas'], modality: 'third_party_odoo', contacts: ['Marcela Fuentes', 'Pablo Riquelme'] },
  { code: 'umbral', name: 'Café Umbral', country: 'BO', tz: 'America/La_Paz', edition: 'community', version: '17.0', hosting: 'Servidor propio', implementedBy: ours, integrations: ['Cobro con QR'], modality: 'hours_bank', contacts: ['Daniela Peredo', 'Samuel Ortiz'] },
  { code: 'tilo', name: 'Agro Tilo', country: 'PY', tz: 'America/Asuncion', edition: 'enterprise', version: '17.0', hosting: 'Odoo.sh', implementedBy: theirs, integrations: ['Básculas'], modality: 'third_party_odoo', contacts: ['Gustavo Benítez', 'Liz Acosta'] },
  { code: 'boreal', name: 'Imprenta Boreal', country: 'BO', tz: 'America/La_Paz', edition: 'community', version: '16.0', hosting: 'Servidor propio', implementedBy: ours, integrations: [], modality: 'hours_bank', contacts: ['Sonia Camacho', 'Raúl Medrano'] },
];
