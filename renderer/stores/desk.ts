import { create } from 'zustand';
import type { DeskState } from '#shared/contract/shell.ts';
import type { SessionView } from '#shared/contract/views.ts';
import type { AppError } from '#shared/errors.ts';
import { core, onChanged, startCore } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { asAppError } from '../engine/use-query.ts';
import { joinPreferences } from './preferences.ts';
import { showError } from './toasts.ts';

interface DeskStore {
  /** null until the shell has answered once. */
  readonly desk: DeskState | null;
  readonly session: SessionView | null;
  /** It has been ready before: a restart shows a bar, not the opening screen. */
  readonly wasReady: boolean;
  /** The engine runs, but came upon damage in the local copy. Until it is started again. */
  readonly broken: AppError | null;
}

export const useDesk = create<DeskStore>(() => ({ desk: null, session: null, wasReady: false, broken: null }));

let asked = 0;

const askSession = async (): Promise<void> => {
  const session = await core.call('session.get', {});
  useDesk.setState({ session });
};

/** The desk is ready: asks who is signed in on it. */
const enterDesk = async (desk: DeskState): Promise<void> => {
  useDesk.setState({ desk });
  try {
    await askSession();
    useDesk.setState({ wasReady: true });
  } catch (error) {
    // The engine went away meanwhile: the shell's next event asks again.
    if (asAppError(error).code !== 'core_down') throw error;
  }
};

/** Asks the shell how the desk is, and the engine who is signed in. */
export const refreshDesk = async (): Promise<void> => {
  asked += 1;
  const mine = asked;
  const desk = await shell.call('desk.state', {});
  if (mine !== asked) return;
  if (desk.status === 'none') {
    core.lost();
    useDesk.setState({ desk, session: null, wasReady: false, broken: null });
    return;
  }
  if (desk.status !== 'ready') {
    if (desk.status !== 'starting') core.lost();
    useDesk.setState({ desk, broken: null });
    return;
  }
  await enterDesk(desk);
};

const refreshQuietly = (): void => {
  refreshDesk().catch(showError);
};

/**
 * Begins to follow the desk. Once, at the start. The shell answers the request for the engine's port with the port, or with
 * the word to ask for the desk's state.
 */
export const startDesk = (): void => {
  shell.onEvent((event) => {
    if (event.type === 'desk') refreshQuietly();
  });
  core.onBroken((error) => useDesk.setState({ broken: error }));
  core.onConnected((desk) => {
    asked += 1;
    enterDesk(desk).catch(showError);
    joinPreferences().catch(() => {
      // Painted from the window's own copy meanwhile; the next connection tries again.
    });
  });
  onChanged((topics) => {
    if (topics.has('session')) askSession().catch(() => refreshQuietly());
  });
  startCore();
};
