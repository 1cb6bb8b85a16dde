// A program under test: started on a free port, listened to, and ended by its own id.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const running = new Set();

// How long a program may take until it listens, in milliseconds.
const START = 20_000;

const until = async (up) => {
  const deadline = Date.now() + START;
  while (!(await up())) {
    if (Date.now() > deadline) throw new Error("it does not listen");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

// Also where a test run breaks off.
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export class Program {
  // Everything it has said, on both of its outputs.
  lines = [];

  // Starts it in an empty folder, with nothing of our environment, and waits until it says that it
  // listens. What it said then is in `announced`. Programs of other people say it in their own way:
  // `up` is then asked until it holds.
  static async start(path, args = [], settings = {}, up) {
    const program = new Program();
    program.folder = await mkdtemp(join(tmpdir(), "roosted-e2e-"));
    program.child = spawn(path, args, {
      cwd: program.folder,
      env: settings,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(program.child);
    program.ended = once(program.child, "close").catch(() => []);
    try {
      const listening = program.#listening(path);
      program.announced = await (up ? Promise.race([listening, until(up)]) : listening);
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  async stop() {
    this.child.kill("SIGTERM");
    // A program that does not end has lost its last test.
    const impatient = setTimeout(() => this.child.kill("SIGKILL"), 30_000);
    const [code, signal] = await this.ended;
    clearTimeout(impatient);
    running.delete(this.child);
    await rm(this.folder, { recursive: true });
    return { code, signal };
  }

  #listening(path) {
    return new Promise((resolve, reject) => {
      const hear = (line) => {
        this.lines.push(line);
        if (line.includes('"listening"')) resolve(JSON.parse(line));
      };
      for (const output of [this.child.stdout, this.child.stderr]) {
        createInterface({ input: output }).on("line", hear);
      }
      this.child.on("error", reject);
      this.child.on("close", () => reject(new Error(`${path} ended: ${this.lines.join("\n")}`)));
    });
  }
}
