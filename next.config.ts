import type { NextConfig } from 'next'

const PHOTOS_OF_ONE_FORM = '40mb'

// The content security policy carries a nonce and is set for each request in proxy.ts; these hold for every answer.
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  { key: 'X-DNS-Prefetch-Control', value: 'off' },
]

const config: NextConfig = {
  // A build lies in a copy of the sources below the project (prisma/build.ts) and finds its packages above itself.
  turbopack: { root: process.cwd() },
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // `npm test` checks the types, once.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@prisma/adapter-pg',
    '@prisma/client',
    'flydrive',
    'pg',
    'pg-copy-streams',
    'pino',
    'sharp',
    'yazl',
  ],
  experimental: {
    serverActions: { bodySizeLimit: PHOTOS_OF_ONE_FORM },
    // Beyond it Next cuts off the body on its way through proxy.ts.
    proxyClientMaxBodySize: PHOTOS_OF_ONE_FORM,
    // Each build has a directory of its own, so that nothing would ever be found again.
    turbopackFileSystemCacheForBuild: false,
  },
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
}

export default config
