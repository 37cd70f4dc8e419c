// Imported before @apollo/gateway, which reports to its vendor since 2.14 unless this is set when it loads.
process.env.APOLLO_TELEMETRY_DISABLED = '1';
