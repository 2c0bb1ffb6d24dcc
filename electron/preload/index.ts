import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { invokeChannel, portMessage, requestPortChannel, shellChannel } from '../../shared/contract/channels.ts';
import type { Bridge, DeskState, PortMessage } from '../../shared/contract/shell.ts';

// A MessagePort cannot cross the bridge: it goes to the page as a window message.
ipcRenderer.on(portMessage, (event, desk: DeskState) => window.postMessage({ type: portMessage, desk } satisfies PortMessage, window.location.origin, event.ports));

const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke(invokeChannel, name, input),
  onShell: (listener) => void ipcRenderer.on(shellChannel, (_event, message) => listener(message)),
  requestPort: () => ipcRenderer.send(requestPortChannel),
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

contextBridge.exposeInMainWorld('carril', bridge);
