import { contextBridge } from 'electron'

contextBridge.exposeInMainWorld('carril', {})
