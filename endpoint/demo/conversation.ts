import type { MessageDirection, TicketState } from '#shared/domain/enums.ts';

export interface Said {
  readonly direction: MessageDirection;
  readonly body: string;
}

/** What was said on the tickets that a visitor is likely to open; the rest get the words of their state. */
const written: Readonly<Record<number, readonly Said[]>> = {
  2501: [
    { direction: 'in', body: 'Buenos días. Al validar la entrega OUT/01187 nos sale el error de la imagen. Tenemos el camión esperando.' },
    { direction: 'out', body: 'Buenos días, Verónica. Ya lo estamos revisando. Mientras tanto, ¿pueden partir la entrega en dos albaranes, uno por lote? Así el camión puede salir.' },
    { direction: 'in', body: 'Sí, con un lote por albarán funcionó. Esperamos la corrección porque mañana hay 30 entregas.' },
    { direction: 'internal', body: 'El módulo de etiquetas sobrescribe _action_done y lee move_line_ids.lot_id como si fuera uno solo. Hay que recorrer las líneas.' },
    { direction: 'out', body: 'Encontramos la causa y la corrección está en el ambiente de pruebas. ¿Pueden validar ahí la entrega OUT/01187 con sus dos lotes?' },
  ],
  2584: [
    { direction: 'in', body: 'Urgente: todos los comprobantes vuelven rechazados con código 2335 desde las 07:30.' },
    { direction: 'out', body: 'Recibido, Rosa. Lo tomamos como S1. Por ahora emitan en contingencia; les avisamos cada 30 minutos.' },
    { direction: 'internal', body: 'El certificado de firma venció anoche. El nuevo está emitido, pero falta cargarlo en producción.' },
  ],
  2591: [
    { direction: 'in', body: 'Las tres cajas están en rojo desde las 08:10. Estamos vendiendo en papel.' },
    { direction: 'out', body: 'Hola, Daniela. Por favor no cierren las ventanas de las cajas: las ventas pendientes están guardadas ahí. Andrés se conecta ahora.' },
  ],
  2579: [
    { direction: 'in', body: 'Nadie puede entrar al sistema, sale error 500.' },
    { direction: 'out', body: 'Estamos en eso, Hugo. El registro del servidor apunta a la actualización de anoche; vamos a restaurar la versión anterior del módulo.' },
    { direction: 'internal', body: 'Falla la vista heredada de account.move: el campo se renombró en la nueva versión.' },
  ],
  2555: [
    { direction: 'in', body: 'El cliente mayorista ve el precio público en la tienda.' },
    { direction: 'out', body: '¿Nos pueden indicar con qué usuario del portal lo probaron y una captura del carrito? La lista mayorista está publicada, pero depende del grupo del cliente.' },
  ],
  2533: [
    { direction: 'in', body: 'Contabilidad necesita cerrar mayo y el IVA no cuadra.' },
    { direction: 'out', body: 'Gracias, Hugo. Estamos comparando apunte por apunte; hoy les enviamos la lista de diferencias.' },
    { direction: 'internal', body: 'Son 7 facturas con fecha de registro distinta de la fecha de factura. Revisar la regla de la migración.' },
  ],
};

const firstAnswer: Said = { direction: 'out', body: 'Gracias por el aviso. Ya registramos el caso y les confirmamos el responsable en breve.' };

const byState: Readonly<Partial<Record<TicketState, readonly Said[]>>> = {
  waiting_client: [firstAnswer, { direction: 'out', body: 'Para continuar necesitamos que nos confirmen un ejemplo reciente, con la fecha y el usuario que lo vio.' }],
  waiting_third_party: [firstAnswer, { direction: 'internal', body: 'Caso abierto con el proveedor. Volver a llamar si no responden mañana a primera hora.' }],
  awaiting_validation: [firstAnswer, { direction: 'out', body: 'La entrega está lista en su ambiente. Por favor revísenla y confirmen si podemos cerrar el ticket.' }],
  in_testing: [firstAnswer, { direction: 'internal', body: 'Corrección en el ambiente de pruebas; falta repetir el caso con datos reales.' }],
  in_progress: [firstAnswer],
  in_diagnosis: [firstAnswer],
  assigned: [firstAnswer],
};

export const conversationOf = (number: number, state: TicketState): readonly Said[] => written[number] ?? byState[state] ?? [];

/** The impact as it was agreed with the client, by severity. */
export const agreedImpact = {
  S1: 'Nadie puede trabajar en el sistema; no hay alternativa.',
  S2: 'Un proceso crítico está afectado, pero hay una alternativa temporal.',
  S3: 'No detiene la operación; puede esperar al horario de atención.',
  S4: 'Es una mejora; se planifica en el backlog.',
} as const;
