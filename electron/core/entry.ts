import path from 'node:path';

// All of the engine is loaded from here, so that this file stays tiny: Node reads a process's entry word by word for
// what it exports before it compiles it.
void import('./process.ts').then(({ serveDesk }) => serveDesk(path.join(__dirname, 'import-worker.cjs')));
