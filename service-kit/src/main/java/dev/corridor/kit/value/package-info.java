/** Values that all services share: money, ids, times, metadata, texts. */
package dev.corridor.kit.value;
