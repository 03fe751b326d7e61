/** Stands for the extension host: starts the engine, sets it to work, says its process id, and waits to be killed. */
import { EngineUnderTest } from './engineUnderTest.ts';

const [folder = '', data = ''] = process.argv.slice(2);
const { engine, pid } = await EngineUnderTest.start({ folder, data });
process.send?.(pid);
for (;;) await engine.index('rebuild');
