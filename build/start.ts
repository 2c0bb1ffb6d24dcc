import process from 'node:process';
import { buildApp, electronVite } from './build-app.ts';
import { run } from './command.ts';
import { runEntry, say } from './console.ts';
import { forcedSwitches, launchCommand } from './electron-launch.ts';
import { checkMachine } from './machine.ts';
import { projectRoot } from './project.ts';
import { hasDisplay, startVirtualDisplay } from './virtual-display.ts';

/**
 * `npm start` and `npm run dev`: check the machine, build, open the app. What follows `--` is given to Electron. Without
 * a display it runs on a virtual one and says how to look at it.
 */
await runEntry(async () => {
  endWithParent();
  const [first, ...rest] = process.argv.slice(2);
  const dev = first === 'dev';
  const given = dev || first === undefined ? rest : [first, ...rest];
  const runtime = await checkMachine();
  const built = dev ? 0 : await buildApp();
  if (built !== 0) return built;
  const screen = hasDisplay() ? null : await startVirtualDisplay();
  try {
    if (screen !== null) tellHowToLook(screen.display);
    // Where there is no display there is mostly no D-Bus either: a dozen of Chromium's lines about that would push out those that say how to look.
    const quiet = screen === null ? [] : ['--log-level=3'];
    const switches = [...(await forcedSwitches(screen !== null)), ...quiet, ...given];
    const command = launchCommand(runtime, switches);
    const env = screen === null ? command.env : { ...command.env, DISPLAY: screen.display };
    say(`Starting Carril on Electron ${runtime.version}. Ctrl-C ends it.`);
    if (!dev) return await run(command.program, command.args, { cwd: projectRoot, env });
    // electron-vite starts Electron itself, the program by its environment and the switches behind `--`.
    const devEnv = { ...env, ELECTRON_EXEC_PATH: runtime.executable };
    return await run(process.execPath, [electronVite, 'dev', '--watch', '--', ...switches], { cwd: projectRoot, env: devEnv });
  } finally {
    await screen?.close();
  }
});

function tellHowToLook(display: string): void {
  say(`There is no display: running on a virtual one, DISPLAY=${display}.`);
  say(`  To see and use it:  x11vnc -display ${display} -localhost, then open localhost:5900 with a VNC viewer.`);
  say(`  To take a picture:  DISPLAY=${display} import -window root carril.png   (Debian: apt-get install imagemagick)`);
}

/** npm runs scripts through a shell that dies without telling its child: then nobody is left to end the app. */
function endWithParent(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
