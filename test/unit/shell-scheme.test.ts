import { describe, expect, test } from 'vitest';
import { contentType, pictureType, strictPolicy } from '../../electron/main/scheme/policy.ts';
import { routeOf } from '../../electron/main/scheme/route.ts';

const sha256 = 'a'.repeat(64);
const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('routes', () => {
  test.each([
    ['carril://app/', { is: 'page', file: 'index.html' }],
    ['carril://app', { is: 'page', file: 'index.html' }],
    ['carril://app/assets/index-DOIMI2ru.js?v=1', { is: 'page', file: 'assets/index-DOIMI2ru.js' }],
    [`carril://app/evidence/${sha256}`, { is: 'evidence', sha256 }],
    [`carril://app/evidence/draft/${uuid}`, { is: 'draft', id: uuid }],
    ['carril://capture/overlay.html', { is: 'page', file: 'overlay.html' }],
    [`carril://capture/still/${uuid}/42`, { is: 'still', token: uuid, display: 42 }],
    [`carril://print/${uuid}`, { is: 'document', token: uuid }],
    ['carril://print/assets/print-DOIMI2ru.css', { is: 'page', file: 'assets/print-DOIMI2ru.css' }],
    [`carril://print/evidence/${sha256}`, { is: 'evidence', sha256 }],
  ])('%s', (address, route) => {
    expect(routeOf(address)).toEqual(route);
  });

  test.each([
    'carril://other/index.html',
    'https://app/index.html',
    'carril://app/..%2f..%2fetc/passwd',
    'carril://app/%2e%2e%2fsecret',
    'carril://app/assets/..\\..\\x',
    'carril://app/a%00.html',
    'carril://app//etc/passwd',
    'carril://app/.hidden',
    'carril://app/assets/.env',
    'carril://app/assets/',
    'nonsense',
  ])('%s means nothing', (address) => {
    expect(routeOf(address)).toBeNull();
  });

  test('what a page asks for above the root stays below it', () => {
    expect(routeOf('carril://app/../../etc/passwd')).toEqual({ is: 'page', file: 'etc/passwd' });
    expect(routeOf(`carril://app/evidence/../${sha256}`)).toEqual({ is: 'page', file: sha256 });
  });

  test('evidence is named by a hash in small letters only, and each host has its own pictures', () => {
    for (const name of ['A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}.png`]) expect(routeOf(`carril://app/evidence/${name}`)?.is).not.toBe('evidence');
    expect(routeOf(`carril://app/still/${uuid}/42`)?.is).not.toBe('still');
    expect(routeOf(`carril://capture/evidence/${sha256}`)?.is).not.toBe('evidence');
    expect(routeOf(`carril://print/evidence/draft/${uuid}`)?.is).not.toBe('draft');
    expect(routeOf(`carril://app/${uuid}`)?.is).not.toBe('document');
  });
});

describe('policy', () => {
  test('nothing but our own, and no inline scripts or styles', () => {
    expect(strictPolicy).toContain("default-src 'none'");
    expect(strictPolicy).toContain("connect-src 'none'");
    expect(strictPolicy).not.toContain('unsafe');
  });

  test('types by name for pages, by content for pictures', () => {
    expect(contentType('index.html')).toBe('text/html; charset=utf-8');
    expect(contentType('assets/inter.woff2')).toBe('font/woff2');
    expect(contentType('odd')).toBe('application/octet-stream');
    expect(pictureType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d))).toBe('image/png');
    expect(pictureType(new TextEncoder().encode('<svg onload=alert(1)>'))).toBe('application/octet-stream');
    expect(pictureType(new Uint8Array())).toBe('application/octet-stream');
  });
});
