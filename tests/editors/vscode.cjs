// What a user of VS Code sees of prosody-ls: clicks and keys in the workbench, in a headless browser. Run by vscode.sh.
// The folder is a copy of tests/editors/tree and not trusted: the extension has to work in restricted mode.
// Prints one line for each check; each leaves a picture in $SHOTS; exit status 0 if all hold.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const root = path.resolve(__dirname, '../..');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'prosody-ls-vscode-'));
const work = path.join(base, 'example');
const shots = process.env.SHOTS;
fs.cpSync(path.join(__dirname, 'tree'), work, { recursive: true });
fs.writeFileSync(path.join(work, 'other.lua'), 'unheard_of = true\n');
fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });

const data = path.join(base, 'data');
fs.mkdirSync(path.join(data, 'User'), { recursive: true });
fs.writeFileSync(
  path.join(data, 'User/settings.json'),
  JSON.stringify({
    'chat.commandCenter.enabled': false,
    'chat.disableAIFeatures': true,
    'editor.fontSize': 15,
    'editor.hover.delay': 100,
    'editor.minimap.enabled': false,
    'editor.suggest.showWords': false,
    'editor.unicodeHighlight.nonBasicASCII': false,
    'editor.wordBasedSuggestions': 'off',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'files.autoSave': 'off',
    'git.enabled': false,
    'npm.autoDetect': 'off',
    'security.workspace.trust.banner': 'never',
    'security.workspace.trust.startupPrompt': 'never',
    'telemetry.telemetryLevel': 'off',
    'typescript.disableAutomaticTypeAcquisition': true,
    'update.mode': 'none',
    'window.menuBarVisibility': 'hidden',
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.editor.enablePreview': false,
    'workbench.enableExperiments': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
  }),
);
fs.writeFileSync(path.join(base, 'config.yaml'), '');
const where = ['--user-data-dir', data, '--extensions-dir', path.join(base, 'extensions'), '--config', path.join(base, 'config.yaml')];
const env = {
  ...process.env,
  HOME: base,
  XDG_CONFIG_HOME: path.join(base, 'xdg-config'),
  XDG_DATA_HOME: path.join(base, 'xdg-data'),
  XDG_CACHE_HOME: path.join(base, 'xdg-cache'),
  EXTENSIONS_GALLERY: '{"serviceUrl": ""}', // no marketplace: nothing is asked of the network
};

const start = Date.now();
const log = (...words) => console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(5)}s`, ...words);
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const freePort = () =>
  new Promise((done) => {
    const socket = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
const status = (url) =>
  new Promise((done) => {
    const request = http.get(url, (answer) => {
      answer.resume();
      done(answer.statusCode);
    });
    request.on('error', () => done(0));
  });

let server;
let browser;
let page;
let failed = 0;
let number = 0;

async function picture(name, options = {}) {
  await page.screenshot({ path: path.join(shots, `${name}.png`), ...options }).catch(() => {});
}

const SIZE = { width: 1200, height: 760 };

/** Drags the edge at a place by so many pixels. */
async function drag(x, y, dx, dy) {
  await page.mouse.move(x, y);
  await sleep(400);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 5 });
  await page.mouse.up();
}

async function check(name, look) {
  number += 1;
  try {
    await look();
    log('ok  ', name);
  } catch (error) {
    failed += 1;
    log('FAIL', name, String(error.message ?? error).split('\n').slice(0, 8).join(' | '));
  }
  if (page) {
    await picture(`${String(number).padStart(2, '0')} ${name.replace(/[^\w .-]+/g, '')}`);
  }
}

/** Waits until a function of no arguments is true of the workbench. */
async function eventually(what, condition, timeout = 20000) {
  const end = Date.now() + timeout;
  let seen;
  while (Date.now() < end) {
    seen = await condition();
    if (seen === true) {
      return;
    }
    await sleep(100);
  }
  throw new Error(`${what}: ${JSON.stringify(seen)}`);
}

const contains = (text, ...parts) => {
  const missing = parts.filter((part) => !text.includes(part));
  return missing.length === 0 ? true : `no ${missing} in ${text.slice(0, 800)}`;
};

const quickInput = '.quick-input-widget:visible';

/** Runs a command by its name in the palette. */
async function command(title) {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget input:focus');
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
}

async function open(file) {
  const row = (name) => page.locator('.explorer-folders-view .monaco-list-row').filter({ has: page.getByText(name, { exact: true }) });
  const parts = file.split('/');
  for (const folder of parts.slice(0, -1)) {
    if ((await row(folder).getAttribute('aria-expanded')) === 'false') {
      await row(folder).click();
    }
  }
  const name = parts.at(-1);
  await row(name).dblclick();
  await page.waitForSelector(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
}

async function goTo(line, column) {
  await page.keyboard.press('Control+g');
  await page.waitForSelector('.quick-input-widget input:focus');
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector(quickInput, { state: 'hidden' });
  await page.waitForFunction(([at]) => document.querySelector('.statusbar')?.textContent.includes(at), [`Ln ${line}, Col ${column}`]);
}

/** The text of an editor, as far as it is on the screen. */
async function text(name) {
  const group = page.locator('.editor-group-container', { has: page.locator(`.tab.active[data-resource-name="${name}"]`) });
  const lines = await group.locator('.view-line').evaluateAll((all) =>
    all.map((line) => ({ top: parseInt(line.style.top, 10), text: line.textContent })).sort((a, b) => a.top - b.top),
  );
  return lines.map((line) => line.text.replaceAll('\u00a0', ' ')).join('\n');
}

const activeTab = () => page.locator('.editor-group-container.active .tab.active').getAttribute('data-resource-name');
const statusBar = async () => (await page.locator('.statusbar').innerText()).replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');

async function findings() {
  await open('core/network.cfg.lua');
  await check('configuration stays Lua, in a folder that is not trusted', async () => {
    await eventually('status bar', async () => contains(await statusBar(), 'Lua', 'Restricted Mode'));
  });
  await check('a misspelt option is underlined and among the problems', async () => {
    await page.waitForSelector('.squiggly-warning', { state: 'attached' });
    await page.keyboard.press('Control+Shift+m');
    await page.waitForSelector('.markers-panel .monaco-list-row >> text=nothing reads an option `s2s_require_encrpytion`');
    await picture('problems');
    await page.keyboard.press('Control+Shift+m');
  });
  await check('its fix is offered and applied', async () => {
    await page.locator('.view-line', { hasText: 's2s_require' }).click({ position: { x: 60, y: 9 } });
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 's2s_require_encryption' });
    await action.waitFor();
    await picture('fix');
    await page.keyboard.press('Enter');
    await eventually('text', async () => contains(await text('network.cfg.lua'), 's2s_require_encryption = true'));
    await page.waitForSelector('.editor-instance .squiggly-warning', { state: 'detached' });
  });
  await open('hosts/example.org.cfg.lua');
  await check('a wrong type is an error, in a file of another layer', async () => {
    await page.waitForSelector('.squiggly-error', { state: 'attached' });
  });
  await check('hosts and modules have colours of their own', async () => {
    const colour = async (word) =>
      page.locator('.view-line span span', { hasText: word }).first().evaluate((span) => getComputedStyle(span).color);
    const [host, module, string] = [await colour('example.org'), await colour(/^muc$/), await colour('internal_hashed')];
    if (module === string || host === string) {
      throw new Error(`host ${host}, module ${module}, string ${string}`);
    }
  });
  await open('other.lua');
  await check('other Lua files are left alone', async () => {
    await sleep(700);
    if (await page.locator('.editor-instance [class*=squiggly]').count()) {
      throw new Error('underlined');
    }
  });
}

async function navigation() {
  await open('prosody.cfg.lua');
  await check('hover shows the value in effect, where it comes from and the XEP', async () => {
    await page.locator('.view-line span span', { hasText: /^archive_expires_after/ }).first().hover({ position: { x: 40, y: 8 } });
    const card = page.locator('.monaco-hover:visible', { hasText: 'XEP-0313' });
    await card.waitFor();
    await eventually('card', async () => contains(await card.innerText(), '"1y"', 'environments/production.cfg.lua', 'Message Archive Management'));
    const links = await card.locator('a').evaluateAll((all) => all.map((link) => link.dataset.href ?? link.href).join(' '));
    await eventually('links', async () => contains(links, 'https://xmpp.org/extensions/xep-0313.html'));
  });
  await page.mouse.move(4, 700);
  // A card is as high as a third of the editor: one for which that is enough.
  await page.setViewportSize({ width: SIZE.width, height: 2000 });
  await page.locator('.view-line span span', { hasText: /^archive_expires_after/ }).first().hover({ position: { x: 40, y: 8 } });
  await page.locator('.monaco-hover:visible', { hasText: 'XEP-0313' }).waitFor();
  await sleep(700);
  await picture('hover', { clip: { x: 0, y: 0, ...SIZE } });
  await page.setViewportSize(SIZE);
  await page.mouse.move(4, 700);
  await check('definition goes to the file that wins', async () => {
    await goTo(5, 4);
    await page.keyboard.press('F12');
    // All assignments in a peek, the winner first; or the winner at once.
    await eventually('place', async () => {
      if ((await activeTab()) === 'production.cfg.lua') {
        return true;
      }
      const peek = page.locator('.reference-zone-widget:visible');
      if (await peek.count()) {
        await picture('definitions');
        await page.keyboard.press('Enter');
        await sleep(300);
        await page.keyboard.press('Escape');
      }
      return activeTab();
    });
  });
}

async function connections() {
  await open('prosody.cfg.lua');
  await check('a hint says what an assignment comes to', async () => {
    await eventually('text', async () => contains(await text('prosody.cfg.lua'), '"1y" in environments/')); // long hints are cut
  });
  await check('references list who sets an option', async () => {
    await goTo(5, 4);
    await page.keyboard.press('Shift+F12');
    const peek = page.locator('.reference-zone-widget:visible');
    await eventually('peek', async () => contains(await peek.innerText(), 'production.cfg.lua', 'staging.cfg.lua'));
    await page.keyboard.press('Escape');
    await peek.waitFor({ state: 'detached' });
  });
  await check('an option is known as soon as a module reads it, saved or not', async () => {
    fs.mkdirSync(path.join(work, 'modules'));
    fs.writeFileSync(path.join(work, 'modules/mod_greeter.lua'), '-- Greets.\n');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'modules' }).waitFor();
    await open('modules/mod_greeter.lua');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('module:get_option_string("greeter_words")');
    await open('core/network.cfg.lua');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('greeter_w', { delay: 30 });
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'greeter_words' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Delete');
  });
}

async function formatting() {
  await check('formatting lays out the file', async () => {
    await open('hosts/example.org.cfg.lua');
    await goTo(2, 1);
    await page.keyboard.press('Shift+End');
    await page.keyboard.type('authentication="internal_hashed"');
    await command('Format Document');
    await eventually('text', async () => contains(await text('example.org.cfg.lua'), '\nauthentication = "internal_hashed"\nallow_registration'));
    await command('File: Revert File');
    await eventually('text', async () => contains(await text('example.org.cfg.lua'), '    authentication = "internal_hashed"'));
  });
}

async function completion() {
  await open('hosts/example.org.cfg.lua');
  await check('completion inserts the name of a module', async () => {
    await goTo(3, 1);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('modules_enabled = { "csi_', { delay: 30 });
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'csi_simple' }).first();
    await row.waitFor();
    await picture('completion');
    await row.click();
    await eventually('text', async () => contains(await text('example.org.cfg.lua'), '"csi_simple"'));
  });
  await check('snippets are offered where a statement begins', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Component', { delay: 30 });
    await page.keyboard.press('Control+Space');
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Component http_file_share' }).first();
    await row.waitFor();
    await row.click();
    await eventually('text', async () =>
      contains(await text('example.org.cfg.lua'), 'Component "upload.example.org" "http_file_share"'),
    );
    await page.keyboard.press('Escape');
  });
}

async function views() {
  await open('prosody.cfg.lua');
  await check('the status bar has the profile and the version', async () => {
    await eventually('status bar', async () => contains(await statusBar(), 'production · Prosody 13.0'));
  });
  await check('who sets an option, in a tree', async () => {
    await goTo(5, 4);
    await command('Prosody: Show Who Sets This Option');
    const view = page.locator('.pane', { hasText: 'Prosody Option' });
    await eventually('view', async () =>
      contains(await view.innerText(), 'archive_expires_after', '1. "1w"', 'overridden by 2', '2. "1y"', 'effective', 'in staging'),
    );
    const box = await view.boundingBox();
    await drag(200, box.y, 0, -120);
    await drag(box.x + box.width, 400, 110, 0);
    await page.mouse.move(700, 600);
    await sleep(700);
    await picture('chain');
    await view.locator('.monaco-list-row', { hasText: '2. "1y"' }).click();
    await eventually('place', async () => (await activeTab()) === 'production.cfg.lua' || activeTab());
  });
  await check('the effective configuration, as a document', async () => {
    await page.locator('.tab[data-resource-name="prosody.cfg.lua"]').click();
    await command('Prosody: Show Effective Configuration');
    await eventually('text', async () =>
      contains(await text('all hosts (effective).lua'), 'archive_expires_after = "1y"', 'VirtualHost "example.org"'),
    );
  });
  await check('it follows edits', async () => {
    await page.locator('.tab[data-resource-name="production.cfg.lua"]').click();
    await goTo(2, 27);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    await eventually('text', async () => contains(await text('all hosts (effective).lua'), 'archive_expires_after = "2y"'));
    await command('View: Toggle Primary Side Bar Visibility');
    await page.mouse.move(300, 600);
    await sleep(1000); // hints follow
    await picture('effective');
    await command('View: Toggle Primary Side Bar Visibility');
  });
  await check('another profile changes what things mean', async () => {
    await page.locator('.statusbar-item', { hasText: 'Prosody 13.0' }).click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: /^\s*staging/ }).first().waitFor();
    await picture('profiles');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: /^\s*staging/ }).first().click();
    await eventually('status bar', async () => contains(await statusBar(), 'staging · Prosody 0.12'));
    await eventually('text', async () => contains(await text('all hosts (effective).lua'), 'archive_expires_after = "1d"'));
  });
  await check('the effective configuration of one host', async () => {
    await page.locator('.tab[data-resource-name="prosody.cfg.lua"]').click();
    await eventually('hint', async () => contains(await text('prosody.cfg.lua'), '"1d" in environments/staging.cfg.lua'));
    await command('Prosody: Show Effective Configuration of One Host');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'rooms.example.org' }).click();
    await eventually('text', async () =>
      contains(await text('rooms.example.org (effective).lua'), 'Component "rooms.example.org" "muc"'),
    );
  });
  await check('the layers as a graph, whose files open', async () => {
    await page.locator('.tab[data-resource-name="prosody.cfg.lua"]').click();
    await command('View: Close Editors in Other Groups');
    await command('Prosody: Show Layers as a Graph');
    const frame = page.frameLocator('iframe.webview').frameLocator('iframe');
    await frame.locator('g.file.unused', { hasText: 'production.cfg.lua' }).waitFor();
    await eventually('lines', async () => (await frame.locator('path.load').count()) >= 3);
    await command('View: Toggle Primary Side Bar Visibility');
    await page.mouse.move(300, 600);
    await sleep(1000);
    await picture('graph', { clip: { x: 0, y: 0, width: SIZE.width, height: 360 } });
    await command('View: Toggle Primary Side Bar Visibility');
    await frame.locator('g.file', { hasText: 'staging.cfg.lua' }).click();
    await eventually('tab', async () => (await page.locator('.tab[data-resource-name="staging.cfg.lua"]').count()) === 1);
  });
}

async function life() {
  await command('View: Close All Editors');
  // Files were changed on purpose.
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: 5000 }).catch(() => {});
  if (await dialog.count()) {
    await dialog.getByRole('button', { name: "Don't Save" }).click();
  }
  await open('hosts/example.org.cfg.lua');
  await page.waitForSelector('.squiggly-error', { state: 'attached' });
  await check('a restarted server finds everything again', async () => {
    await page.keyboard.press('Control+Shift+m');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'allow_registration' }).waitFor();
    await command('Prosody: Restart Server');
    await eventually('status bar', async () => contains(await statusBar(), 'production · Prosody 13.0'));
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'allow_registration' }).waitFor();
    await page.keyboard.press('Control+Shift+m');
  });
  await check('a host is renamed in all files', async () => {
    await open('hosts/example.org.cfg.lua');
    await goTo(1, 16);
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill('example.net');
    await page.keyboard.press('Enter');
    await eventually('text', async () => contains(await text('example.org.cfg.lua'), 'VirtualHost "example.net"'));
    await open('prosody.cfg.lua');
    await eventually('text', async () => contains(await text('prosody.cfg.lua'), '"admin@example.net"'));
  });
  await check('a refactoring puts a host into a file of its own', async () => {
    await open('hosts/example.org.cfg.lua');
    await goTo(5, 3);
    await page.keyboard.press('Control+Shift+r');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 'into hosts/rooms.example.org.cfg.lua' });
    await action.waitFor();
    await picture('refactoring');
    await page.keyboard.press('Enter');
    await eventually('text', async () => !(await text('example.org.cfg.lua')).includes('Component') || text('example.org.cfg.lua'));
    await open('hosts/rooms.example.org.cfg.lua');
    await eventually('text', async () => contains(await text('rooms.example.org.cfg.lua'), 'Component "rooms.example.org" "muc"'));
  });
  await check('a new configuration is written and opened', async () => {
    const fresh = path.join(base, 'fresh');
    fs.mkdirSync(fresh);
    await command('Prosody: New Configuration…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'single' }).click();
    const input = page.locator('.quick-input-box input');
    await eventually('domain', async () => (await input.inputValue()) === 'example.org' || input.inputValue());
    await page.keyboard.press('Enter');
    const button = page.locator('.quick-input-widget').getByRole('button', { name: 'Write Here' });
    await button.waitFor();
    // The dialog fills in where it begins a moment after it is shown.
    await eventually('folder', async () => (await input.inputValue()) === `${work}/` || input.inputValue());
    await sleep(300);
    await input.fill(`${fresh}/`);
    await eventually('folder', async () => (await input.inputValue()) === `${fresh}/` || input.inputValue());
    await sleep(500);
    await button.click();
    await eventually('file', () => fs.existsSync(path.join(fresh, 'prosody.cfg.lua')));
    await eventually('text', async () => contains(await text('prosody.cfg.lua'), 'example.org'));
  });
  await check('the walkthrough', async () => {
    await command('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Prosody configuration' }).click();
    await page.waitForSelector('.gettingStartedContainer >> text=See what it amounts to');
  });
}

/** Pictures that the extension's README shows, and its icon. */
async function publish() {
  const images = path.join(root, 'editors/vscode/images');
  for (const name of ['problems', 'hover', 'effective', 'chain', 'graph', 'profiles']) {
    fs.copyFileSync(path.join(shots, `${name}.png`), path.join(images, `${name}.png`));
  }
  const icon = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await icon.setContent(`<body style="margin:0">${fs.readFileSync(path.join(images, 'icon.svg'), 'utf8')}`);
  await icon.screenshot({ path: path.join(images, 'icon.png'), omitBackground: true });
}

async function main() {
  const entry = process.env.CODE_SERVER;
  const installed = spawnSync('node', [entry, ...where, '--install-extension', process.env.VSIX], { env, encoding: 'utf8', timeout: 60000 });
  if (installed.status !== 0) {
    throw new Error(`the extension can't be installed: ${installed.stdout}${installed.stderr}`);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const out = fs.openSync(path.join(base, 'server.log'), 'w');
  const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
  const more = ['--disable-getting-started-override', '--ignore-last-opened', work];
  server = spawn('node', [entry, ...where, ...flags, ...more], { env, stdio: ['ignore', out, out], detached: true });
  await eventually('code-server', async () => (await status(`${url}/healthz`)) === 200, 30000);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-extensions', '--no-default-browser-check'],
  });
  const context = await browser.newContext({ viewport: SIZE });
  await context.route((asked) => asked.hostname !== '127.0.0.1' && !asked.hostname.endsWith('.localhost'), (route) => route.abort());
  page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(`${url}/?folder=${encodeURIComponent(work)}`, { waitUntil: 'domcontentloaded', timeout: 60000 });
  await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row', { timeout: 90000 });
  log('the workbench is shown');
  await findings();
  await navigation();
  await connections();
  await formatting();
  await completion();
  await views();
  await life();
  if (process.env.PICTURES === 'true' && failed === 0) {
    await publish();
  }
}

main()
  .catch(async (error) => {
    failed += 1;
    log('FAIL', error.stack);
    if (page) {
      await picture('failure');
    }
  })
  .finally(async () => {
    await browser?.close().catch(() => {});
    if (server) {
      try {
        process.kill(-server.pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    }
    if (failed) {
      log(fs.readFileSync(path.join(base, 'server.log'), 'utf8').slice(-2000));
    }
    await sleep(300);
    fs.rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
    log(failed ? `${failed} failed` : 'all hold', `pictures: ${shots}`);
    process.exit(failed ? 1 : 0);
  });
