import type { Region } from '../../domain/region.ts';
import type { DeskBuild } from '../../schemas/desk-build.ts';

/**
 * The page: a frame with what the script needs to begin, so that no request is spent on it. All addresses are relative to
 * `…/desk`: the page works under any stage of API Gateway and behind any domain. Nothing of a patient is in it.
 */
export function htmlOf(region: Region, { script, style, preload, named }: DeskBuild): string {
  const config = JSON.stringify(configOf(region, named)).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Oka</title>
<link rel="stylesheet" href="desk/${style}">
<script type="module" src="desk/${script}"></script>
${preload.map((name) => `<link rel="modulepreload" href="desk/${name}">`).join('\n')}
<link rel="icon" href="data:,">
<script type="application/json" id="config">${config}</script>
</head>
<body>
<div id="desk"></div>
<noscript><p>Рабочему месту нужен JavaScript. The desk needs JavaScript.</p></noscript>
</body>
</html>
`;
}

/** What `desk/config.ts` reads. Only what everyone at the sign-in may know: titles, zones, addresses of systems. */
function configOf({ title, zone, signIn, issuers, clinics, ehrs }: Region, files: DeskBuild['named']) {
  return {
    region: { title, zone },
    ...(signIn === undefined
      ? {}
      : {
          signIn: {
            issuer: signIn.issuer,
            discovery: signIn.discovery ?? `${signIn.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
            clientId: signIn.clientId,
            scope: signIn.scope,
          },
        }),
    recordSystems: issuers
      .filter(({ kind }) => kind === 'ehr')
      .flatMap(({ fhirServers, ehr, smartClientId = 'oka-desk' }) =>
        fhirServers.map((iss) => ({
          iss,
          title: ehrs.find(({ id }) => id === ehr)?.title ?? { ru: iss, en: iss },
          clientId: smartClientId,
        })),
      ),
    clinics: clinics.map((clinic) => ({ id: clinic.id, title: clinic.title, zone: clinic.zone })),
    files,
  };
}
