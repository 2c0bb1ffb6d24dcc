import { plan, type PlannedTicket } from './ticket-plan.ts';

/** *Sin clasificar*, S1 and S2, each lane in the order of the board. */
export const urgentTickets: readonly PlannedTicket[] = [
  plan(null, 2599, 'umbral', 'No nos deja cerrar caja, sale un cuadro rojo', 'Al cerrar la sesión de la caja 2 aparece un cuadro rojo y la sesión queda abierta. Ya reiniciamos el navegador.', ['registered', null, 'whatsapp', null, 'Punto de venta', 0.13]),
  plan(null, 2598, 'nogal', 'Consulta por retención en factura de servicios', 'El proveedor nos pide que la retención salga separada en la factura. ¿Cómo se configura?', ['registered', null, 'email', null, 'Contabilidad', 0.43]),
  plan(null, 2597, 'tilo', 'Agregar columna de lote al reporte de kardex', 'Para la auditoría de calidad necesitamos ver el lote en cada línea del kardex.', ['registered', null, 'form', null, 'Inventario', 1.1]),
  plan(null, 2596, 'mirador', 'El vendedor nuevo no ve la lista de precios', 'Creamos el usuario ayer. Entra, pero en el pedido no le sale ninguna lista de precios.', ['registered', null, 'whatsapp', null, 'Ventas', 1.4]),
  plan(null, 2595, 'sauce', 'Turno noche reporta lentitud al abrir pacientes', 'Entre las 22:00 y las 02:00 la ficha del paciente tarda más de un minuto en abrir.', ['registered', null, 'phone', null, 'Contactos', 3.2]),
  plan(null, 2594, 'boreal', 'Cambiar firma del correo de cobranzas', 'La firma todavía dice el nombre de la encargada anterior.', ['registered', null, 'form', null, 'Correo', 26]),
  plan(null, 2593, 'faro', 'Duda con diferencia de cambio de mayo', 'El asiento de diferencia de cambio de mayo no coincide con la planilla del contador.', ['registered', null, 'email', null, 'Contabilidad', 29]),

  plan('S1', 2579, 'prado', 'Error 500 al iniciar sesión tras actualizar el módulo de contabilidad', 'Desde la actualización de anoche nadie puede iniciar sesión: la pantalla muestra «500 Internal Server Error».\nPlanta y administración están detenidas.', ['in_diagnosis', 'RC', 'phone', 'corrective', 'Contabilidad', 3.9]),
  plan('S1', 2584, 'sauce', 'Facturación electrónica detenida: el servicio fiscal rechaza todos los lotes', 'Todos los lotes enviados desde las 07:30 vuelven rechazados con el código 2335. No podemos dar de alta a ningún paciente.', ['in_progress', 'LP', 'portal', 'corrective', 'Facturación electrónica', 3.4]),
  plan('S1', 2591, 'umbral', 'El punto de venta no sincroniza desde las 08:10 en las tres cajas', 'Las tres cajas muestran el ícono de conexión en rojo. Estamos anotando las ventas en papel.', ['assigned', 'AV', 'whatsapp', 'corrective', 'Punto de venta', 0.8]),
  plan('S1', 2566, 'faro', 'Cola de correo bloqueada: no salen órdenes de compra', 'Hay 214 correos en cola. El servidor de correo responde «Too many connections» y el proveedor de correo abrió un caso.', ['waiting_third_party', 'RC', 'email', 'corrective', 'Correo', 20]),

  plan('S2', 2501, 'nogal', 'Error al validar albarán: «Expected singleton: stock.move.line»', 'Al validar una entrega con más de un lote por producto sale «Expected singleton: stock.move.line(8812, 8813)». Con un solo lote funciona.\nMientras tanto partimos las entregas en dos.', ['in_testing', 'MJ', 'portal', 'corrective', 'Inventario', 52]),
  plan('S2', 2548, 'mirador', 'Conciliación bancaria no propone facturas en dólares', 'El extracto en bolivianos concilia bien; el de dólares no propone ninguna factura.', ['in_progress', 'LP', 'email', 'corrective', 'Contabilidad', 30]),
  plan('S2', 2533, 'prado', 'Los apuntes de IVA no cuadran con el libro de compras tras migrar a la v18', 'El libro de compras de mayo suma 3.412,50 Bs más que la cuenta de crédito fiscal.', ['in_diagnosis', 'MJ', 'portal', 'corrective', 'Contabilidad', 47]),
  plan('S2', 2560, 'tilo', 'Inventario valorizado en negativo en 14 productos al cierre de mayo', 'El reporte de valoración muestra cantidades en cero con valor negativo. Adjuntaremos la lista.', ['assigned', 'RC', 'portal', 'corrective', 'Inventario', 24]),
  plan('S2', 2555, 'nogal', 'La lista de precios mayorista no se aplica en pedidos del sitio web', 'En la tienda el cliente mayorista ve el precio público. En pedidos internos sí funciona.', ['waiting_client', 'MJ', 'email', 'corrective', 'Sitio web', 27]),
  plan('S2', 2519, 'sauce', 'Planilla: el bono de antigüedad se suma dos veces', 'A 11 personas el bono les sale duplicado en la planilla de mayo.', ['awaiting_validation', 'AV', 'portal', 'corrective', 'Nómina', 74]),
  plan('S2', 2572, 'boreal', 'Orden de fabricación no descuenta la merma de papel', 'La merma del 4 % está en la lista de materiales, pero al cerrar la orden el papel no baja.', ['triaged', null, 'form', 'corrective', 'Fabricación', 7]),
  plan('S2', 2575, 'faro', 'Pedido de compra en yuanes toma el tipo de cambio de ayer', 'La tasa se carga a las 09:00; los pedidos de antes quedan con la del día anterior.', ['triaged', null, 'portal', 'corrective', 'Compras', 6]),
  plan('S2', 2577, 'umbral', 'Cierre de sesión de caja descuadra propinas', 'El total de propinas del cierre es mayor que lo cobrado. Pasa desde el lunes.', ['triaged', null, 'whatsapp', 'corrective', 'Punto de venta', 5.2]),
  plan('S2', 2540, 'sauce', 'Los resultados de laboratorio llegan al paciente equivocado si el apellido se repite', 'La integración cruza por apellido cuando falta el documento. Lo detectamos antes de entregar.', ['in_progress', 'RC', 'phone', 'corrective', 'Laboratorio', 40]),
  plan('S2', 2563, 'mirador', 'El reparto no puede imprimir guías de remisión', 'Al imprimir sale una hoja en blanco. Usamos el PDF de ayer cambiado a mano.', ['scheduled', 'LP', 'phone', 'corrective', 'Inventario', 22]),
  plan('S2', 2569, 'prado', 'Las balanzas de planta no registran el peso en la recepción de leche', 'Desde el cambio de red las balanzas 3 y 4 no envían el peso. Lo digitamos.', ['waiting_third_party', 'AV', 'phone', 'corrective', 'Inventario', 18]),
];
