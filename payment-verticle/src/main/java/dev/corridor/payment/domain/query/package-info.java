/** Read models: filters, pages, cursors, timelines and previews. */
package dev.corridor.payment.domain.query;
