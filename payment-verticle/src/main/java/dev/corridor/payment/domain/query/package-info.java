/** Read models: filters, pages, timelines and previews. */
package dev.corridor.payment.domain.query;
