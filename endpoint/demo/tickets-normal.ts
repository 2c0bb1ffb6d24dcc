import { plan, type PlannedTicket } from './ticket-plan.ts';

/** S3, in the order of the board. */
export const normalTickets: readonly PlannedTicket[] = [
  plan('S3', 2544, 'prado', 'Acceso de lectura a Contabilidad para la auditoría externa', 'Dos auditores necesitan ver asientos y mayores hasta fin de mes, sin poder modificar.', ['assigned', 'MJ', 'email', 'information', 'Contabilidad', 33]),
  plan('S3', 2527, 'umbral', '¿Cómo anular una nota de crédito ya enviada al cliente?', 'Emitimos una nota de crédito por el monto equivocado y el cliente ya la recibió.', ['in_diagnosis', 'AV', 'whatsapp', 'information', 'Contabilidad', 49]),
  plan('S3', 2538, 'mirador', 'La etiqueta de código de barras sale cortada en la impresora térmica', 'En la etiqueta de 50 × 25 mm se pierde el último dígito.', ['in_progress', 'LP', 'portal', 'corrective', 'Inventario', 41]),
  plan('S3', 2546, 'nogal', 'Usuario nuevo no recibe la invitación al portal', 'Le enviamos la invitación tres veces y no llega, tampoco a correo no deseado.', ['assigned', 'RC', 'email', 'corrective', 'Correo', 31]),
  plan('S3', 2530, 'tilo', 'Antigüedad de cuentas por cobrar muestra saldos en cero', 'Clientes ya pagados aparecen con saldo 0,00 y alargan el reporte.', ['waiting_client', 'MJ', 'portal', 'corrective', 'Contabilidad', 48]),
  plan('S3', 2551, 'boreal', 'Traducción incompleta en el PDF de cotización', '«Valid until» y «Untaxed amount» salen en inglés.', ['triaged', null, 'form', 'corrective', 'Ventas', 28]),
  plan('S3', 2512, 'sauce', 'Capacitación corta: registrar anticipos de clientes', 'Caja pidió repasar cómo se registra y se aplica un anticipo.', ['awaiting_validation', 'AV', 'email', 'information', 'Contabilidad', 97]),
  plan('S3', 2557, 'faro', 'Exportar el mayor analítico por centro de costo', 'El contador lo quiere en hoja de cálculo con una columna por centro.', ['triaged', null, 'portal', 'information', 'Contabilidad', 25]),
  plan('S3', 2561, 'prado', 'Duda sobre fechas de vencimiento en facturas', 'Con el plazo «fin de mes» la factura del día 31 vence el mismo día. ¿Es correcto?', ['triaged', null, 'email', 'information', 'Contabilidad', 23]),
  plan('S3', 2522, 'nogal', 'El vendedor no puede adjuntar más de un archivo al pedido', 'Al adjuntar el segundo archivo desaparece el primero.', ['in_testing', 'LP', 'portal', 'corrective', 'Ventas', 70]),
  plan('S3', 2535, 'boreal', 'El correo de la cotización sale con el logo antiguo', 'Cambiamos el logo de la empresa, pero el correo mantiene el anterior.', ['in_progress', 'AV', 'form', 'corrective', 'Correo', 44]),
  plan('S3', 2516, 'tilo', 'Duplicar una orden de compra no copia las fechas de entrega', 'Hay que volver a escribirlas línea por línea.', ['in_diagnosis', 'RC', 'portal', 'corrective', 'Compras', 90]),
  plan('S3', 2549, 'sauce', 'Reporte de citas no cuenta las reprogramadas', 'El total del mes es menor que el de la agenda.', ['assigned', 'LP', 'email', 'corrective', 'Agenda', 30]),
  plan('S3', 2553, 'mirador', 'Cómo bloquear ventas a clientes con deuda vencida', 'Queremos que el sistema avise antes de confirmar el pedido.', ['triaged', null, 'whatsapp', 'information', 'Ventas', 28]),
  plan('S3', 2525, 'faro', 'El filtro «mis pedidos» muestra pedidos de otros', 'Le pasa solo a los usuarios de la sucursal de Iquique.', ['waiting_client', 'RC', 'portal', 'corrective', 'Ventas', 55]),
  plan('S3', 2508, 'umbral', 'Cambiar el orden de las categorías en el punto de venta', 'Las bebidas frías tienen que quedar primero.', ['awaiting_validation', 'AV', 'whatsapp', 'information', 'Punto de venta', 101]),
  plan('S3', 2543, 'prado', 'La hoja de ruta no muestra el teléfono del cliente', 'El repartidor llama a la oficina por cada entrega.', ['scheduled', 'MJ', 'phone', 'corrective', 'Inventario', 34]),
  plan('S3', 2558, 'nogal', 'Error de redondeo de un centavo en facturas con descuento', 'Con 33,33 % de descuento el total difiere en 0,01.', ['triaged', null, 'email', 'corrective', 'Contabilidad', 25]),
  plan('S3', 2565, 'boreal', 'Usuario bloqueado por contraseña vencida', 'La encargada de almacén no puede entrar y no le llega el correo para restablecer.', ['assigned', 'AV', 'phone', 'information', 'Usuarios', 21]),
  plan('S3', 2532, 'tilo', 'La báscula imprime el ticket dos veces', 'Sale una copia repetida en cada pesaje.', ['waiting_third_party', 'RC', 'phone', 'corrective', 'Inventario', 47]),
  plan('S3', 2570, 'sauce', 'Agregar dos usuarios al grupo de caja', 'Empiezan el lunes en el turno tarde.', ['triaged', null, 'form', 'information', 'Usuarios', 17]),
  plan('S3', 2574, 'mirador', 'El buscador de productos no encuentra códigos con guion', '«TOR-10» no aparece; «TOR 10» sí.', ['triaged', null, 'portal', 'corrective', 'Inventario', 7.5]),
  plan('S3', 2582, 'umbral', 'Consulta: facturar consumo interno del personal', '¿Se registra como venta con descuento del 100 % o como salida de inventario?', ['triaged', null, 'whatsapp', 'information', 'Punto de venta', 3.6]),
];
