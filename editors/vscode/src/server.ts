//! The server's life: it starts with the first configuration, and anew when its settings change.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { offersPlaces } from './commands/showPlaces';
import { PROJECT, SELECTOR } from './documents';
import { locate } from './locate';
import { Modules } from './modules';
import { CHANGED, type Requests } from './protocol';

/** JSON-RPC's code for a method that the other side doesn't have. */
const METHOD_NOT_FOUND = -32601;

/** Settings that only take effect on a new process. */
const OF_THE_PROCESS = ['prosody-ls.path', 'prosody-ls.arguments'];

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private modules: Modules | undefined;
  private starting: Promise<void> | undefined;
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];

  /** What a configuration means may have changed. */
  readonly changed = this.changes.event;
  readonly log = vscode.window.createOutputChannel('Prosody', { log: true });

  constructor(private readonly extension: vscode.ExtensionContext) {
    this.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (this.client && OF_THE_PROCESS.some((setting) => event.affectsConfiguration(setting))) {
          void this.restart();
        }
      }),
    );
  }

  /** The program that is run. */
  get program(): string {
    const setting = vscode.workspace.getConfiguration('prosody-ls').get<string | null>('path');
    const isFile = (path: string) => fs.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    return locate(setting, this.extension.extensionPath, process.platform, os.homedir(), isFile);
  }

  /** Starts the server unless it runs; resolves when it does, or when it can't. */
  start(): Promise<void> {
    this.starting ??= this.launch();
    return this.starting;
  }

  private async launch(): Promise<void> {
    const program = this.program;
    const args = vscode.workspace.getConfiguration('prosody-ls').get<string[]>('arguments') ?? [];
    this.log.info(`starting ${program}`);
    const client = new LanguageClient(
      'prosody-ls',
      'Prosody',
      { command: program, args, transport: TransportKind.stdio },
      { documentSelector: [...SELECTOR, PROJECT], outputChannel: this.log },
    );
    this.client = client;
    client.registerFeature(offersPlaces);
    this.modules = new Modules(client);
    client.onNotification(CHANGED, () => this.changes.fire());
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Starting) {
        this.changes.fire();
      }
    });
    try {
      await client.start();
      await vscode.commands.executeCommand('setContext', 'prosody-ls.active', true);
    } catch (error) {
      this.log.error(`can't start ${program}: ${error instanceof Error ? error.message : String(error)}`);
      const choice = await vscode.window.showErrorMessage(
        `Can't start the language server ${program}. Install prosody-ls, or name it in the settings.`,
        'Open Setting',
        'Show Log',
      );
      if (choice === 'Open Setting') {
        await vscode.commands.executeCommand('workbench.action.openSettings', 'prosody-ls.path');
      } else if (choice === 'Show Log') {
        this.log.show();
      }
    }
  }

  /** Stops the server and starts it anew. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async stop(): Promise<void> {
    await this.starting;
    const client = this.client;
    this.modules?.dispose();
    this.client = undefined;
    this.starting = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.warn(`stopping: ${String(error)}`);
    }
  }

  /**
   * Asks the server; undefined if there is no answer. Says why, unless `quiet`.
   */
  async ask<M extends keyof Requests>(
    method: M,
    params: Requests[M][0],
    quiet = false,
  ): Promise<Requests[M][1] | undefined> {
    await this.starting;
    const client = this.client;
    if (!client?.isRunning()) {
      return undefined;
    }
    try {
      return await client.sendRequest<Requests[M][1]>(method, params);
    } catch (error) {
      const old = (error as { code?: unknown }).code === METHOD_NOT_FOUND;
      const message = old
        ? `The server ${this.program} is older than this extension and doesn't know ${method}.`
        : `${method}: ${error instanceof Error ? error.message : String(error)}`;
      this.log.warn(message);
      if (!quiet) {
        void vscode.window.showWarningMessage(message);
      }
      return undefined;
    }
  }

  /** Has the server run one of its commands. */
  async execute(command: string, ...args: unknown[]): Promise<void> {
    await this.client?.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  dispose(): void {
    void this.stop();
    vscode.Disposable.from(...this.subscriptions, this.changes, this.log).dispose();
  }
}
