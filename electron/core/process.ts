import process from 'node:process'
import Database from 'better-sqlite3'

const binding = process.env['CARRIL_SQLITE_BINDING']
const db = new Database(':memory:', binding === undefined ? {} : { nativeBinding: binding })
process.parentPort.postMessage(db.prepare('SELECT sqlite_version() AS sqlite').get())
