import './theme.ts';
import './app.ts';
