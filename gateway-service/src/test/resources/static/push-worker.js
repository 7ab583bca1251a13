// A service worker for tests.
