import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fields } from '#shared/domain/entities/index.ts';
import type { EvidenceStage, Visibility } from '#shared/domain/enums.ts';
import type { OwnOp } from '../sync/own-ops.ts';
import type { PersonCode } from './team.ts';
import type { SeedEnvironment } from './ticket-ops.ts';

interface PlannedPicture {
  readonly ticket: number;
  readonly file: string;
  readonly by: PersonCode;
  readonly stage: EvidenceStage;
  readonly visibility: Visibility;
  readonly hoursAgo: number;
  readonly note: string;
}

const pictures: readonly PlannedPicture[] = [
  { ticket: 2501, file: 'entrega-error', by: 'MJ', stage: 'before', visibility: 'client', hoursAgo: 50, note: 'Error al validar OUT/01187 con dos lotes del mismo producto' },
  { ticket: 2501, file: 'entrega-validada', by: 'MJ', stage: 'test', visibility: 'internal', hoursAgo: 4, note: 'La misma entrega, validada en el ambiente de pruebas' },
  { ticket: 2584, file: 'lotes-rechazados', by: 'LP', stage: 'before', visibility: 'client', hoursAgo: 3, note: 'Desde las 07:31 todos vuelven con código 2335' },
  { ticket: 2591, file: 'caja-sin-conexion', by: 'AV', stage: 'before', visibility: 'internal', hoursAgo: 0.5, note: 'Caja 2 sin conexión, con 37 ventas por enviar' },
  { ticket: 2519, file: 'bono-doble', by: 'AV', stage: 'before', visibility: 'client', hoursAgo: 70, note: 'Las reglas BANT y BANT_LEGAL suman el mismo bono' },
  { ticket: 2519, file: 'bono-corregido', by: 'AV', stage: 'after', visibility: 'client', hoursAgo: 26, note: 'El recibo con una sola regla' },
];

export interface DemoPicture {
  readonly planned: PlannedPicture;
  readonly bytes: Buffer;
}

/** The demo's pictures, from the folder that holds `<file>.png`. Throws where one is missing. */
export const demoPictures = (folder: string): readonly DemoPicture[] => pictures.map((planned) => ({ planned, bytes: readFileSync(path.join(folder, `${planned.file}.png`)) }));

/** The evidence that shows them. The endpoint must hold their bytes before. */
export const evidenceOps = (environment: SeedEnvironment, shown: readonly DemoPicture[], ticketOf: (number: number) => string): readonly OwnOp[] =>
  shown.map(({ planned: { ticket, by, stage, visibility, hoursAgo, note }, bytes }) => {
    const ms = Math.floor(environment.nowMs - hoursAgo * 3_600_000);
    const fields = {
      ticket: ticketOf(ticket),
      kind: 'screenshot',
      stage,
      visibility,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
      mime: 'image/png',
      // IHDR is always the first chunk.
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
      captured_at: new Date(ms).toISOString(),
      captured_by: environment.userOf(by),
      redacted: false,
      note,
      upload: 'pending',
    } as const satisfies Fields<'evidence'>;
    return { kind: 'fact', entity: 'evidence', key: environment.newId(ms), fields };
  });
