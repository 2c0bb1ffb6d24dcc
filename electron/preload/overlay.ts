import { contextBridge, ipcRenderer } from 'electron';
import { overlayChannel, overlayOpenChannel } from '../../shared/contract/channels.ts';
import type { OverlayBridge } from '../../shared/contract/overlay.ts';

const bridge: OverlayBridge = {
  open: () => ipcRenderer.invoke(overlayOpenChannel),
  tell: (event) => ipcRenderer.send(overlayChannel, event),
  onClear: (listener) => void ipcRenderer.on(overlayChannel, () => listener()),
};

contextBridge.exposeInMainWorld('carrilOverlay', bridge);
