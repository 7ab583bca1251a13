// The service worker: notifies when no window of the chat is looked at. It serves no files.

import { clicked, pushed, type Surroundings, subscriptionChanged } from './handlers.ts';

declare const self: ServiceWorkerGlobalScope & Surroundings;

interface PushSubscriptionChangeEvent extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
}

self.addEventListener('install', () => {
  self.skipWaiting();
});

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('push', event => event.waitUntil(pushed(event.data?.text() ?? '', self)));

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(clicked(event.notification.data, self));
});

self.addEventListener('pushsubscriptionchange', event => {
  const change = event as PushSubscriptionChangeEvent;
  const key = change.oldSubscription?.options.applicationServerKey;
  change.waitUntil(subscriptionChanged(key, self));
});
