// n8n-core logs every failed node; the tests look at the failures themselves.
process.env.N8N_LOG_LEVEL = 'silent';
