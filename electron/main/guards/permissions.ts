import type { Session } from 'electron';

/** Nothing is granted: not the camera, not notices, not the screen (which the shell photographs itself), not the clipboard. */
export const denyPermissions = (session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
};
