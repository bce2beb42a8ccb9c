import { type CredentialType, credentialTypes } from './credential-fields.js';
import { credentialIcons } from './credential-icons.js';
import { useCredentialStrings } from './use-credential-strings.js';

/** The types of credentials, to choose one. */
export function TypeChoice({ onChoose }: { onChoose(type: CredentialType): void }) {
  const strings = useCredentialStrings();
  return (
    <ul className="pb-credential-types">
      {credentialTypes.map((type) => (
        <li key={type}>
          <button type="button" className="pb-card pb-credential-choice" onClick={() => onChoose(type)}>
            <span className="pb-credential-icon">{credentialIcons[type]}</span>
            <span className="pb-credential-choice-text">
              <b>{strings.type[type].label}</b>
              <span>{strings.type[type].help}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
