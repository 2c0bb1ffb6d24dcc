import { plan, type PlannedTicket } from './ticket-plan.ts';

/** S4, in the order of the board. */
export const plannedTickets: readonly PlannedTicket[] = [
  plan('S4', 2487, 'nogal', 'Aprobación de compras en dos niveles para montos mayores a 20 000 Bs', 'Primero la jefatura de compras y después gerencia; por debajo del monto queda como hoy.', ['in_progress', 'MJ', 'portal', 'evolutive', 'Compras', 170]),
  plan('S4', 2493, 'mirador', 'Tablero de rotación de inventario por sucursal', 'Rotación, días de inventario y productos sin movimiento en 90 días.', ['scheduled', 'LP', 'portal', 'evolutive', 'Inventario', 150]),
  plan('S4', 2476, 'umbral', 'Cobro con QR en el punto de venta', 'Que el QR salga en la pantalla del cliente con el monto exacto y se confirme solo.', ['scheduled', 'AV', 'email', 'evolutive', 'Punto de venta', 220]),
  plan('S4', 2505, 'prado', 'Lote obligatorio al recibir insumos con vencimiento', 'Hoy se puede recibir sin lote y después no hay cómo rastrear.', ['triaged', null, 'portal', 'evolutive', 'Inventario', 110]),
  plan('S4', 2468, 'sauce', 'Recordatorio automático de citas por correo', 'Un día antes, con la dirección de la sede y cómo reprogramar.', ['waiting_client', 'RC', 'email', 'evolutive', 'Agenda', 260]),
  plan('S4', 2510, 'tilo', 'Plan de cuentas simplificado para la filial', 'La filial usa 40 cuentas; pide un plan reducido que consolide con la matriz.', ['triaged', null, 'portal', 'evolutive', 'Contabilidad', 99]),
  plan('S4', 2514, 'boreal', 'Plantilla de cotización con logo por marca', 'Tres marcas, un solo equipo de ventas.', ['triaged', null, 'form', 'evolutive', 'Ventas', 95]),
  plan('S4', 2498, 'faro', 'Costo en destino: repartir flete por volumen y no por valor', 'Los productos livianos y caros están absorbiendo casi todo el flete.', ['triaged', null, 'portal', 'evolutive', 'Inventario', 132]),
  plan('S4', 2471, 'nogal', 'Reporte de telas por rollo y tono', 'Existencias y metros disponibles por tono para no mezclar partidas.', ['scheduled', 'MJ', 'portal', 'evolutive', 'Inventario', 245]),
  plan('S4', 2466, 'mirador', 'Lista de precios por volumen en pedidos', 'Descuento automático desde la caja cerrada.', ['in_testing', 'LP', 'portal', 'evolutive', 'Ventas', 280]),
  plan('S4', 2474, 'prado', 'Planificación semanal de rutas de reparto', 'Agrupar pedidos por zona y día de entrega.', ['in_diagnosis', 'MJ', 'on_site', 'evolutive', 'Inventario', 230]),
  plan('S4', 2479, 'sauce', 'Portal del paciente con historial de facturas', 'Consulta y descarga, sin pagos por ahora.', ['triaged', null, 'portal', 'evolutive', 'Sitio web', 205]),
  plan('S4', 2482, 'boreal', 'Control de horas por máquina en fabricación', 'Registrar inicio y fin por orden desde una tableta en planta.', ['scheduled', 'AV', 'on_site', 'evolutive', 'Fabricación', 190]),
  plan('S4', 2485, 'faro', 'Seguimiento de contenedores en la orden de compra', 'Campos de naviera, contenedor y fecha estimada de arribo, con aviso si se atrasa.', ['triaged', null, 'email', 'evolutive', 'Compras', 178]),
  plan('S4', 2489, 'tilo', 'Liquidación de cosecha por productor', 'Peso neto, descuentos por humedad y anticipos en un solo documento.', ['triaged', null, 'on_site', 'evolutive', 'Compras', 165]),
  plan('S4', 2491, 'umbral', 'Programa de puntos para clientes frecuentes', 'Un punto por cada 10 Bs; se canjea en caja.', ['triaged', null, 'whatsapp', 'evolutive', 'Punto de venta', 158]),
  plan('S4', 2496, 'nogal', 'Firma digital en la entrega de pedidos', 'El chofer captura la firma en el celular y queda en el albarán.', ['triaged', null, 'portal', 'evolutive', 'Inventario', 140]),
  plan('S4', 2503, 'prado', 'Alerta de insumos por debajo del mínimo', 'Un correo diario a compras, solo con lo que cambió.', ['awaiting_validation', 'RC', 'portal', 'evolutive', 'Inventario', 118]),
  plan('S4', 2499, 'mirador', 'Catálogo en PDF con fotos para vendedores', 'Se genera por categoría y se comparte desde el celular.', ['triaged', null, 'form', 'evolutive', 'Ventas', 128]),
];
